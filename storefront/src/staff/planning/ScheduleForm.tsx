import { useState, type ReactNode } from 'react';
import { useAnswer, useCommand } from '../../api/hooks';
import { Choice, FailureNotice, Field } from '../../design/parts';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import type { Cinema } from '../CinemaChoice';
import {
  PlannableMoviesDocument,
  PriceExamplesDocument,
  ScheduleShowtimeDocument,
} from '../gql/graphql';
import type { Auditorium } from './Board';
import { momentOf, timeAt } from './clocks';
import { useClose } from './Modal';
import { problemsOf } from './moves';
import { Place } from './Place';
import { PriceFields } from './PriceFields';
import { exampleFor, pricesFrom } from './prices';
import { firstFree, lengthOf, type Planned, type Span } from './slots';
import type { BoardShowtime } from './useBoardDay';
import type { Said } from './useMoving';
import { usePrices } from './usePrices';
import type { Words } from './useWords';

const SOME_MOVIE = 120;

interface Properties {
  cinema: Cinema;
  auditorium: Auditorium;
  day: string;
  /** Where to look for a free time first. */
  span: Span;
  taken: readonly BoardShowtime[];
  now: number;
  words: Words;
  onDone: (said: Said) => void;
}

/** A new showtime: what is shown, when and how, and what it costs. */
export function ScheduleForm(properties: Properties): ReactNode {
  const { cinema, auditorium, day, span, taken, now, words, onDone } = properties;
  const close = useClose();
  const { own, t, format: formats } = usePlanningText();
  const movies = useAnswer(PlannableMoviesDocument, {});
  const examples = useAnswer(PriceExamplesDocument, { cinemaId: cinema.id });
  const [schedule, isSending] = useCommand(ScheduleShowtimeDocument);
  const [chosen, setChosen] = useState<Partial<Record<'movie' | 'time' | 'format' | 'audio' | 'subtitles', string>>>({});
  const [wrong, setWrong] = useState<string>();

  const groups = Object.entries(movies.data ?? {}).map(([group, { edges }]) => ({ group, found: edges.map(({ node }) => node) }));
  const movie = groups.flatMap(({ found }) => found).find(({ id }) => id === chosen.movie);
  const known = examples.data?.cinema?.showtimes.edges.map(({ node }) => node) ?? [];
  const screens = auditorium.formats.filter((each) => !movie || movie.formats.includes(each));
  const screen = screens.find((each) => each === chosen.format) ?? screens[0];
  const sounds = unique([...(movie ? [movie.spokenLanguage] : []), ...known.map(({ audioLanguage }) => audioLanguage)]);
  const sound = sounds.find((each) => each === chosen.audio) ?? sounds[0];
  const subtitles = movie?.subtitleLanguages.find((each) => each === chosen.subtitles);
  const example = exampleFor(known, auditorium.id, screen);
  const prices = usePrices({ cinemaId: cinema.id, auditoriumId: auditorium.id, example, isKnown: examples.data !== undefined });

  const begin = (from: number): Planned => ({
    id: '',
    auditoriumId: auditorium.id,
    from,
    until: from + lengthOf(movie?.runtimeMinutes ?? SOME_MOVIE),
  });
  const free = firstFree(begin(span.from), taken, { from: Math.max(span.from, now + 1), until: span.until });
  const time = chosen.time ?? timeAt(free ?? span.from, cinema.timezone);
  const place = /^\d\d:\d\d$/.test(time) ? begin(momentOf(day, time, cinema.timezone)) : undefined;
  const problems = place && movie && problemsOf(place, taken, now);
  const choose = (name: keyof typeof chosen) => ({
    onChange: ({ target }: { target: { value: string } }) => {
      setWrong(undefined);
      setChosen({ ...chosen, [name]: target.value });
    },
  });

  const send = async (): Promise<void> => {
    const given = pricesFrom(prices.typed, prices.currency);
    if (!given) {
      setWrong(own('rule.amount'));
      return;
    }
    if (!movie || !place || !screen || !sound || problems) return;
    const { data, failure } = await schedule({
      input: {
        movieId: movie.id,
        auditoriumId: auditorium.id,
        startsAt: new Date(place.from).toISOString(),
        format: screen,
        audioLanguage: sound,
        subtitleLanguage: subtitles ?? null,
        prices: given,
      },
    });
    const answer = data?.scheduleShowtime;
    if (answer?.__typename === 'Showtime') {
      onDone({ text: own('scheduled', { movie: movie.title, time: words.time(place.from) }), isGood: true });
      close();
    } else setWrong(answer ? words.ofRefusal(answer) : words.ofFailure(failure));
  };

  const failure = movies.failure ?? examples.failure;
  if (failure && !(movies.data && examples.data)) {
    return <FailureNotice failure={failure} onRetry={movies.failure ? movies.refresh : examples.refresh} />;
  }
  if (!movies.data || !examples.data) return <div className="waiting form-waiting" role="status" aria-label={t('waiting')} />;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) void send();
      }}
    >
      <Choice label={own('movie')} required value={movie?.id ?? ''} {...choose('movie')}>
        <option value="">{own('movie.choose')}</option>
        {groups.filter(({ found }) => found.length > 0).map(({ group, found }) => (
          <optgroup key={group} label={own(`movies.${group as 'shown' | 'soon' | 'ended'}`)}>
            {found.map(({ id, title, runtimeMinutes }) => (
              <option key={id} value={id}>
                {title} ({formats.minutes(runtimeMinutes)})
              </option>
            ))}
          </optgroup>
        ))}
      </Choice>
      <div className="form-row">
        <Field label={own('begins')} type="time" step="300" required value={time} {...choose('time')} />
        <Choice label={t('programme.format')} value={screen ?? ''} {...choose('format')}>
          {screens.map((each) => (
            <option key={each} value={each}>
              {t(`format.${each}`)}
            </option>
          ))}
        </Choice>
        <Choice label={t('programme.sound')} value={sound ?? ''} {...choose('audio')}>
          {sounds.map((each) => (
            <option key={each} value={each}>
              {formats.language(each)}
            </option>
          ))}
        </Choice>
        <Choice label={t('movie.subtitles')} value={subtitles ?? ''} {...choose('subtitles')}>
          <option value="">{own('noSubtitles')}</option>
          {movie?.subtitleLanguages.map((each) => (
            <option key={each} value={each}>
              {formats.language(each)}
            </option>
          ))}
        </Choice>
      </div>
      {movie && screens.length === 0 && <p className="wrong">{own('noFormat')}</p>}
      {movie && place && <Place place={place} problems={problems} words={words} />}
      <PriceFields prices={prices} />
      <div aria-live="assertive">{wrong && <p className="wrong">{wrong}</p>}</div>
      <div className="planning-actions">
        <button type="button" className="button" onClick={close}>
          {own('back')}
        </button>
        <button type="submit" className="button main" aria-disabled={isSending || problems !== undefined || undefined}>
          {own('schedule')}
        </button>
      </div>
    </form>
  );
}

function unique(items: string[]): string[] {
  return [...new Set(items)];
}

