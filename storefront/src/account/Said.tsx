import type { ReactNode } from 'react';

/** What a form answers, said to screen readers as soon as it is there. */
export function Said({ wrong, done }: { wrong?: string | undefined; done?: string | undefined }): ReactNode {
  return (
    <div aria-live="assertive">
      {wrong && <p className="notice bad">{wrong}</p>}
      {done && !wrong && <p className="notice good">{done}</p>}
    </div>
  );
}
