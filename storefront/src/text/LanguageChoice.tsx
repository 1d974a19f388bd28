import type { ReactNode } from 'react';
import { Choice } from '../design/parts';
import type { Language } from '../gql/graphql';
import { languages } from './languages';
import { useText } from './TextProvider';

/** The language of all texts, each named in itself; `onChosen` hears of a change. */
export function LanguageChoice({ onChosen }: { onChosen?: (language: Language) => void }): ReactNode {
  const { t, language, speak } = useText();
  return (
    <Choice
      label={t('footer.language')}
      value={language}
      onChange={({ target }) => {
        const chosen = target.value as Language;
        speak(chosen);
        onChosen?.(chosen);
      }}
    >
      {Object.entries(languages).map(([code, { name, tag }]) => (
        <option key={code} value={code} lang={tag}>
          {name}
        </option>
      ))}
    </Choice>
  );
}
