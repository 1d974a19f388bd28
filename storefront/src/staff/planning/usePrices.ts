import { useState } from 'react';
import { useAnswer } from '../../api/hooks';
import { SeatClassesDocument, type SeatClass } from '../gql/graphql';
import { typedFrom, type Example, type TypedPrice } from './prices';

const CLASSES: readonly SeatClass[] = ['STANDARD', 'PREMIUM', 'ACCESSIBLE', 'COMPANION'];

export interface Prices {
  typed: TypedPrice[];
  currency: string;
  /** Whether the prices have to be typed, because there are none to copy. */
  areMissing: boolean;
  type: (price: TypedPrice) => void;
  setCurrency: (code: string) => void;
}

interface Properties {
  cinemaId: string;
  auditoriumId: string;
  /** Whose prices are copied, if anybody's. */
  example: Example | undefined;
  /** Whether it is known that there is such an example or none. */
  isKnown: boolean;
}

/** The prices in the form: those of the example, with what is typed over them. */
export function usePrices({ cinemaId, auditoriumId, example, isKnown }: Properties): Prices {
  const [changes, setChanges] = useState<Record<string, string>>({});
  const [currency, setCurrency] = useState<string>();
  const isSameAuditorium = example?.auditorium.id === auditoriumId;
  // A showtime here has a price for each class of the seats; only without one are the seats asked for.
  const { data } = useAnswer(SeatClassesDocument, { cinemaId }, { skip: isSameAuditorium || !isKnown });
  const rows = data?.cinema?.auditoriums.find(({ id }) => id === auditoriumId)?.rows ?? [];
  const present = new Set(
    isSameAuditorium
      ? example.prices.map(({ seatClass }) => seatClass)
      : rows.flatMap(({ seats }) => seats.map(({ seatClass }) => seatClass)),
  );
  const classes = CLASSES.filter((each) => present.has(each));
  const typed = typedFrom(example, classes).map((each) => ({ ...each, text: changes[nameOf(each)] ?? each.text }));
  return {
    typed,
    currency: currency ?? example?.prices[0]?.price.currency ?? '',
    areMissing: classes.some((one) => typed.every(({ seatClass, text }) => seatClass !== one || text.trim() === '')),
    type: (price) => {
      setChanges({ ...changes, [nameOf(price)]: price.text });
    },
    setCurrency,
  };
}

function nameOf({ category, seatClass }: TypedPrice): string {
  return `${category} ${seatClass}`;
}
