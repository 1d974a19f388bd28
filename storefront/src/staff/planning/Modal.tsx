import { createContext, use, useCallback, useEffect, useId, useRef, type ReactNode } from 'react';

const Closing = createContext<() => void>(() => undefined);

/** How what is inside a dialog closes it; the focus goes back to where it was before. */
export function useClose(): () => void {
  return use(Closing);
}

interface Properties {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that is open as long as it is there. */
export function Modal({ title, onClose, children }: Properties): ReactNode {
  const heading = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useCallback(() => dialog.current?.close(), []);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="planning-dialog" aria-labelledby={heading} onClose={onClose}>
      <div className="stack">
        <h2 id={heading}>{title}</h2>
        <Closing value={close}>{children}</Closing>
      </div>
    </dialog>
  );
}
