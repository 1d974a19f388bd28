import type { english } from './en';

/** A text that depends on `{count}`: one for each plural form that the language has. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export type Key = keyof typeof english;

/** All texts of a language; the compiler finds one that is missing. */
export type Catalogue = { readonly [K in Key]: (typeof english)[K] extends string ? string : Plural };

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Texts<Entry> = Entry extends string ? Entry : Entry[keyof Entry];

type Counted<Entry> = Entry extends string ? never : 'count';

/** The values that a text asks for in braces, and what its plural form depends on. */
export type Values<K extends Key> = Record<
  Names<Texts<(typeof english)[K]>> | Counted<(typeof english)[K]>,
  string | number
>;

export function fill(entry: string | Plural, values: Record<string, string | number>, locale: string): string {
  const text = typeof entry === 'string' ? entry : inPlural(entry, Number(values['count']), locale);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? '';
    return typeof value === 'number' ? value.toLocaleString(locale) : value;
  });
}

function inPlural(forms: Plural, count: number, locale: string): string {
  return forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
}
