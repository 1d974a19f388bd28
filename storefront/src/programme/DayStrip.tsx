import { useEffect, useRef, type ReactNode } from 'react';
import { useParameters } from '../app/navigation';
import { addDays } from '../text/formats';
import { useText } from '../text/TextProvider';

/** How far ahead cinemas plan. */
const DAYS = 14;

/** Two weeks to choose a day from: radio buttons, so that arrow keys move among them. */
export function DayStrip({ today, chosen }: { today: string; chosen: string }): ReactNode {
  const { t, format } = useText();
  const [, write] = useParameters();
  const days = Array.from({ length: DAYS }, (_, number) => addDays(today, number));
  const current = useRef<HTMLLabelElement>(null);
  useEffect(() => {
    const label = current.current;
    const strip = label?.parentElement;
    if (strip) strip.scrollLeft = label.offsetLeft - strip.clientWidth / 2 + label.clientWidth / 2;
  }, [chosen]);
  return (
    <fieldset className="days">
      <legend className="unseen">{t('programme.day')}</legend>
      <div className="days-row">
        {days.map((day) => {
          const { weekday, number, month } = format.dayInStrip(day);
          return (
            <label key={day} className="day" ref={day === chosen ? current : undefined}>
              <input
                className="unseen"
                type="radio"
                name="day"
                value={day}
                checked={day === chosen}
                onChange={() => {
                  write({ date: day === today ? undefined : day });
                }}
              />
              <span>{day === today ? t('programme.today') : weekday}</span>
              <strong>{number}</strong>
              <span>{month}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
