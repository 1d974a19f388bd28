import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Language } from '../gql/graphql';
import { fill, type Arguments, type Catalogue, type Key } from './catalogue';
import type { english } from './en';
import { formats, type Formats } from './formats';
import { keepLanguage, languages } from './languages';

export interface Text {
  language: Language;
  /** The text of a key in the person's language. */
  t: <K extends Key>(key: K, ...values: Arguments<(typeof english)[K]>) => string;
  /** Numbers, money, days and times in that language. */
  format: Formats;
  speak: (language: Language) => void;
}

const Context = createContext<Text | undefined>(undefined);

export function useText(): Text {
  const text = use(Context);
  if (!text) throw new Error('There is no TextProvider around this.');
  return text;
}

interface Spoken {
  language: Language;
  catalogue: Catalogue;
}

/** Gives everything inside the texts of one language, and loads another when asked to. */
export function TextProvider({ first, children }: { first: Spoken; children: ReactNode }): ReactNode {
  const [{ language, catalogue }, setSpoken] = useState(first);
  const { tag } = languages[language];

  useEffect(() => {
    document.documentElement.lang = tag;
    document.documentElement.dir = directionOf(tag);
  }, [tag]);

  const speak = useCallback((wanted: Language) => {
    keepLanguage(wanted);
    void languages[wanted].load().then((loaded) => {
      setSpoken({ language: wanted, catalogue: loaded });
    });
  }, []);

  const text = useMemo<Text>(
    () => ({
      language,
      t: (key, ...[values]) => fill(catalogue[key], values ?? {}, tag),
      format: formats(regional(tag)),
      speak,
    }),
    [language, catalogue, tag, speak],
  );
  return <Context value={text}>{children}</Context>;
}

/** The language as the person's region writes it: a British browser gets British times. */
function regional(tag: string): string {
  return navigator.languages.find((each) => each.startsWith(`${tag.split('-')[0] ?? tag}-`)) ?? tag;
}

function directionOf(tag: string): 'ltr' | 'rtl' {
  return ['ar', 'fa', 'he', 'ur'].includes(tag) ? 'rtl' : 'ltr';
}
