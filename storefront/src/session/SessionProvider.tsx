import { createContext, use, useCallback, useEffect, useMemo, type ReactNode } from 'react';
import { closeSocket } from '../api/client';
import type { Failure } from '../api/failures';
import { useAnswer, useCommand } from '../api/hooks';
import { LogOutDocument, ViewerDocument, type ViewerQuery } from '../gql/graphql';
import { useText } from '../text/TextProvider';

type Viewer = NonNullable<ViewerQuery['me']>;

interface Session {
  /** Who is logged in: null for nobody, undefined while that is not known. */
  viewer: Viewer | null | undefined;
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
  const language = viewer?.language;

  useEffect(() => {
    if (language) speak(language);
  }, [language, speak]);

  const refresh = useCallback(() => {
    closeSocket();
    askAgain();
  }, [askAgain]);

  const logOut = useCallback(async () => {
    await sendLogOut({});
    refresh();
  }, [sendLogOut, refresh]);

  const session = useMemo(() => ({ viewer, failure, refresh, logOut }), [viewer, failure, refresh, logOut]);
  return <Context value={session}>{children}</Context>;
}
