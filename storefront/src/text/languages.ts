import type { Language } from '../gql/graphql';
import type { Catalogue } from './catalogue';
import { english } from './en';

interface Spoken {
  /** What it calls itself. */
  name: string;
  /** Its BCP 47 tag, for `lang` and `Intl`. */
  tag: string;
  load: () => Promise<Catalogue>;
}

/** The languages of the pages, as accounts know them. */
export const languages: Record<Language, Spoken> = {
  EN: { name: 'English', tag: 'en', load: () => Promise.resolve(english) },
  ES: { name: 'Español', tag: 'es-419', load: () => import('./es').then((file) => file.spanish) },
  MS: { name: 'Bahasa Melayu', tag: 'ms', load: () => import('./ms').then((file) => file.malay) },
  CN: { name: '中文', tag: 'zh-Hans', load: () => import('./cn').then((file) => file.chinese) },
};

const KEPT = 'language';

/** The language that was chosen on this device, or else the first that the browser asks for. */
export function preferredLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept && kept in languages) return kept as Language;
  for (const wanted of navigator.languages) {
    const base = wanted.split('-')[0]?.toLowerCase();
    const found = Object.entries(languages).find(([, { tag }]) => tag.split('-')[0] === base);
    if (found) return found[0] as Language;
  }
  return 'EN';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}
