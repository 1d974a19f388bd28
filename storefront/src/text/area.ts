/** Texts of a part of the pages, which are loaded with that part: the first page stays small. */
import { use } from 'react';
import type { Language } from '../gql/graphql';
import { fill, type Arguments, type Texts, type Translated } from './catalogue';
import { languages } from './languages';
import { useText, type Text } from './TextProvider';

interface AreaText<English extends Texts> extends Text {
  /** The text of one of the part's own keys. */
  own: <K extends keyof English & string>(key: K, ...values: Arguments<English[K]>) => string;
}

/** Makes the hook that gives a part its own texts besides those of all pages. */
export function areaText<English extends Texts>(
  load: Record<Language, () => Promise<Translated<English>>>,
): () => AreaText<English> {
  const loaded = new Map<Language, Promise<Translated<English>>>();
  const catalogueOf = (language: Language): Promise<Translated<English>> => {
    const catalogue = loaded.get(language) ?? load[language]();
    loaded.set(language, catalogue);
    return catalogue;
  };
  return () => {
    const text = useText();
    const catalogue = use(catalogueOf(text.language));
    const { tag } = languages[text.language];
    return { ...text, own: (key, ...[values]) => fill(catalogue[key], values ?? {}, tag) };
  };
}
