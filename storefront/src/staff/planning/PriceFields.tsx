import { useState, type ReactNode } from 'react';
import { Field } from '../../design/parts';
import { usePlanningText } from '../../text/staff/planning/usePlanningText';
import { minorFrom } from './prices';
import type { Prices } from './usePrices';

/** A field for the price of each category and class; closed while the copied prices will do. */
export function PriceFields({ prices }: { prices: Prices }): ReactNode {
  const { own, t, format } = usePlanningText();
  const [isOpen, setOpen] = useState(false);
  const { typed, currency, areMissing } = prices;
  const classes = [...new Set(typed.map(({ seatClass }) => seatClass))];
  const told = typed.flatMap(({ category, seatClass, text }) => {
    const amountMinor = minorFrom(text, currency);
    if (seatClass !== classes[0] || amountMinor === undefined || currency.length !== 3) return [];
    return [`${t(`category.${category}`)} ${format.money({ amountMinor, currency })}`];
  });
  return (
    <details
      className="price-fields"
      open={isOpen || areMissing}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary>
        {own('prices')} <span className="muted">{told.join(' · ')}</span>
      </summary>
      <div className="stack">
        <p className="hint">{own('prices.hint')}</p>
        {classes.map((seatClass) => (
          <fieldset key={seatClass}>
            <legend>{t(`class.${seatClass}`)}</legend>
            <div className="form-row">
              {typed
                .filter((each) => each.seatClass === seatClass)
                .map((each) => (
                  <Field
                    key={each.category}
                    label={t(`category.${each.category}`)}
                    inputMode="decimal"
                    autoComplete="off"
                    value={each.text}
                    onChange={({ target }) => {
                      prices.type({ ...each, text: target.value });
                    }}
                  />
                ))}
            </div>
          </fieldset>
        ))}
        <Field
          label={own('currency')}
          hint={own('currency.hint')}
          required
          maxLength={3}
          autoComplete="off"
          value={currency}
          onChange={({ target }) => {
            prices.setCurrency(target.value.toUpperCase());
          }}
        />
      </div>
    </details>
  );
}
