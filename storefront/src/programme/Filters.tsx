import { useEffect, useState, type ReactNode } from 'react';
import { useParameters } from '../app/navigation';
import { Choice, Field } from '../design/parts';
import { useText } from '../text/TextProvider';
import type { City } from './ProgrammePage';

const FORMATS = ['STANDARD_2D', 'STANDARD_3D', 'IMAX', 'FOUR_DX'] as const;
/** The sound that the cinemas offer. */
const SOUNDS = ['en', 'es', 'ja', 'ko', 'zh', 'ms'];
/** A search begins when somebody has stopped typing for this long. */
const PAUSE = 300;

export function Filters({ city }: { city: City | undefined }): ReactNode {
  const { t, format } = useText();
  const [read, write] = useParameters();
  const select = (name: string) => ({
    value: read(name) ?? '',
    onChange: ({ target }: { target: HTMLSelectElement }) => {
      write({ [name]: target.value });
    },
  });
  return (
    <search className="filters">
      <SearchField />
      <Choice label={t('programme.cinema')} {...select('cinema')}>
        <option value="">{t('programme.allCinemas')}</option>
        {city?.cinemas.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice label={t('programme.format')} {...select('format')}>
        <option value="">{t('programme.anyFormat')}</option>
        {FORMATS.map((each) => (
          <option key={each} value={each}>
            {t(`format.${each}`)}
          </option>
        ))}
      </Choice>
      <Choice label={t('programme.sound')} {...select('language')}>
        <option value="">{t('programme.anySound')}</option>
        {SOUNDS.map((tag) => (
          <option key={tag} value={tag}>
            {format.language(tag)}
          </option>
        ))}
      </Choice>
    </search>
  );
}

function SearchField(): ReactNode {
  const { t } = useText();
  const [read, write] = useParameters();
  const searched = read('search') ?? '';
  const [typed, setTyped] = useState(searched);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.trim() !== searched) write({ search: typed.trim() });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, searched, write]);
  return (
    <Field
      label={t('programme.search')}
      type="search"
      placeholder={t('programme.searchExample')}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
      }}
    />
  );
}
