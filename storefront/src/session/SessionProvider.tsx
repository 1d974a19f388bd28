import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { closeSocket, onLoggedOut } from '../api/client';
import type { Failure } from '../api/failures';
import { useAnswer, useCommand } from '../api/hooks';
import { addresses } from '../app/addresses';
import { LogOutDocument, ViewerDocument, type ViewerQuery } from '../gql/graphql';
import { useText } from '../text/TextProvider';

type Viewer = NonNullable<ViewerQuery['me']>;

interface Session {
  /** Who is logged in: null for nobody, undefined while that is not known. */
  viewer: Viewer | null | undefined;
  /** Whether the session of this page ended without a logout here: elsewhere, or by itself. */
  hasEnded: boolean;
  /** Why it is not known. */
  failure: Failure | undefined;
  /** Asks again: after a login, or when an answer says that the session has ended. */
  refresh: () => void;
  logOut: () => Promise<void>;
}

const Context = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = use(Context);
  if (!session) throw new Error('There is no SessionProvider around this.');
  return session;
}

export function SessionProvider({ children }: { children: ReactNode }): ReactNode {
  const { data, failure, refresh: askAgain } = useAnswer(ViewerDocument, {});
  const [sendLogOut] = useCommand(LogOutDocument);
  const { speak } = useText();
  const viewer = data?.me;
  const [first, setFirst] = useState<string>();
  if (viewer && !first) setFirst(viewer.id);
  const hasEnded = viewer === null && first !== undefined;
  const isSomebodyElse = viewer && first && viewer.id !== first;
  const language = viewer?.language;

  useEffect(() => {
    if (language) speak(language);
  }, [language, speak]);

  const refresh = useCallback(() => {
    closeSocket();
    askAgain();
  }, [askAgain]);

  useEffect(() => onLoggedOut(refresh), [refresh]);

  useEffect(() => {
    // The page's memory has answers for the account before.
    if (isSomebodyElse) location.reload();
  }, [isSomebodyElse]);

  const logOut = useCallback(async () => {
    await sendLogOut({});
    // The page is loaded again: nothing of the account stays in its memory.
    location.assign(addresses.programme);
  }, [sendLogOut]);

  const session = useMemo(
    () => ({ viewer, hasEnded, failure, refresh, logOut }),
    [viewer, hasEnded, failure, refresh, logOut],
  );
  if (isSomebodyElse) return null;
  return <Context value={session}>{children}</Context>;
}
