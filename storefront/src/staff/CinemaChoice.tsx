import type { ReactNode } from 'react';
import { useAnswer, type Answer } from '../api/hooks';
import { useParameters } from '../app/navigation';
import { Choice } from '../design/parts';
import { PlacesDocument, type PlacesQuery } from '../gql/graphql';
import { keptCity } from '../programme/keptCity';
import { useText } from '../text/TextProvider';

type City = PlacesQuery['cities'][number];
export type Cinema = City['cinemas'][number];

interface Known extends Pick<Answer<PlacesQuery>, 'failure' | 'refresh'> {
  /** The cities that have cinemas; undefined until they are known. */
  cities: City[] | undefined;
  /** The cinema that the address names, or else the first of the city that was last chosen. */
  cinema: Cinema | undefined;
}

export function useCinema(): Known {
  const [read] = useParameters();
  const { data, failure, refresh } = useAnswer(PlacesDocument, {});
  const cities = data?.cities.filter(({ cinemas }) => cinemas.length > 0);
  const near = cities?.find(({ id }) => id === keptCity()) ?? cities?.[0];
  const all = cities?.flatMap(({ cinemas }) => cinemas);
  const cinema = all?.find(({ id }) => id === read('cinema')) ?? near?.cinemas[0];
  return { cities, cinema, failure, refresh };
}

interface Properties {
  cities: City[];
  cinema: Cinema | undefined;
  onChoose: (id: string) => void;
}

/** All cinemas, by their cities. */
export function CinemaChoice({ cities, cinema, onChoose }: Properties): ReactNode {
  const { t } = useText();
  return (
    <Choice
      label={t('programme.cinema')}
      value={cinema?.id ?? ''}
      onChange={({ target }) => {
        onChoose(target.value);
      }}
    >
      {cities.map(({ id, name, cinemas }) => (
        <optgroup key={id} label={name}>
          {cinemas.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </optgroup>
      ))}
    </Choice>
  );
}
