import type { english } from './en';

/** A text that depends on `{count}`: one for each plural form that the language has. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export type Key = keyof typeof english;

/** Texts by their keys, of all pages or of a part that loads its own. */
export type Texts = Readonly<Record<string, string | Plural>>;

/** The same texts in another language; the compiler finds one that is missing. */
export type Translated<English extends Texts> = {
  readonly [K in keyof English]: English[K] extends string ? string : Plural;
};

export type Catalogue = Translated<typeof english>;

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Forms<Entry> = Entry extends string ? Entry : Entry[keyof Entry];

type Counted<Entry> = Entry extends string ? never : 'count';

/** The values that a text asks for in braces, and what its plural form depends on. */
type Values<Entry> = Record<Names<Forms<Entry>> | Counted<Entry>, string | number>;

/** What follows a key: nothing, or the values that its text asks for. */
export type Arguments<Entry> = keyof Values<Entry> extends never ? [] : [values: Values<Entry>];

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
