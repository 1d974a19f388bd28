import type { ComponentProps, ReactNode } from 'react';

interface Properties extends ComponentProps<'button'> {
  /** Whether it cannot be pressed, because its work is being done or nothing is there to do. */
  isBusy: boolean;
}

/** A button that stays where the focus is while it is busy: `disabled` would take the focus away. */
export function Action({ isBusy, onClick, ...button }: Properties): ReactNode {
  return (
    <button
      {...button}
      aria-disabled={isBusy || undefined}
      onClick={(event) => {
        // Of a form's button, too: nothing is sent twice.
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
}
