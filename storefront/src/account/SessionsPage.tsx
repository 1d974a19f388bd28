import { useState, type ReactNode } from 'react';
import { useCommand } from '../api/hooks';
import { Action } from '../design/Action';
import { FailureNotice } from '../design/parts';
import {
  EndOtherSessionsDocument,
  EndSessionDocument,
  MySessionsDocument,
  type MySessionsQuery,
} from '../gql/graphql';
import { useMine } from '../session/useMine';
import { useAccountText } from '../text/account/useAccountText';
import { AccountFrame } from './AccountFrame';
import { Said } from './Said';
import { deviceOf } from './devices';

type Session = NonNullable<MySessionsQuery['me']>['sessions'][number];

/** Where somebody is logged in, and the way to end that. */
export default function SessionsPage(): ReactNode {
  const { t, own } = useAccountText();
  const { data, failure, refresh } = useMine(MySessionsDocument, {});
  return (
    <AccountFrame title={own('sessions.title')}>
      <h1>{own('sessions.title')}</h1>
      {failure && !data?.me && <FailureNotice failure={failure} onRetry={refresh} />}
      {!data?.me && !failure && <div className="waiting block" role="status" aria-label={t('waiting')} />}
      {data?.me && <Devices sessions={data.me.sessions} refresh={refresh} />}
    </AccountFrame>
  );
}

function Devices({ sessions, refresh }: { sessions: Session[]; refresh: () => void }): ReactNode {
  const { t, own } = useAccountText();
  const [end, isEnding] = useCommand(EndSessionDocument);
  const [endOthers, isEndingOthers] = useCommand(EndOtherSessionsDocument);
  const [said, setSaid] = useState<{ wrong?: string; done?: string }>({});
  const others = sessions.filter(({ current }) => !current);

  const endOne = async (id: string): Promise<void> => {
    const { data, failure } = await end({ id });
    if (failure) setSaid({ wrong: t(`failure.${failure}`) });
    else if (data.revokeSession.__typename === 'NotFound') setSaid({ done: own('sessions.gone') });
    else setSaid({ done: own('sessions.ended', { count: 1 }) });
    refresh();
  };

  const endAllOthers = async (): Promise<void> => {
    const { data, failure } = await endOthers({});
    if (data) setSaid({ done: own('sessions.ended', { count: data.revokeOtherSessions.revokedCount }) });
    else setSaid({ wrong: t(`failure.${failure}`) });
    refresh();
  };

  return (
    <>
      <Said wrong={said.wrong} done={said.done} />
      <ul className="devices">
        {sessions.map((session) => (
          <Device
            key={session.id}
            session={session}
            isBusy={isEnding}
            onEnd={() => {
              void endOne(session.id);
            }}
          />
        ))}
      </ul>
      {others.length === 0 ? (
        <p className="muted">{own('sessions.alone')}</p>
      ) : (
        <div className="actions">
          <Action
            type="button"
            className="button danger"
            isBusy={isEndingOthers}
            onClick={() => void endAllOthers()}
          >
            {own('sessions.endOthers')}
          </Action>
        </div>
      )}
    </>
  );
}

function Device({ session, isBusy, onEnd }: { session: Session; isBusy: boolean; onEnd: () => void }): ReactNode {
  const { own, format } = useAccountText();
  const device = deviceOf(session.userAgent ?? '') ?? own('sessions.unknown');
  const moment = format.moment(session.lastSeenAt);
  return (
    <li className="panel device">
      <div>
        <h2>
          {device} {session.current && <span className="badge">{own('sessions.current')}</span>}
        </h2>
        <p>{own('sessions.lastSeen', { moment })}</p>
        <p className="muted">
          {own('sessions.since', { moment: format.moment(session.createdAt) })}
          {session.ipAddress && ` · ${session.ipAddress}`}
        </p>
      </div>
      {!session.current && (
        <Action
          type="button"
          className="button"
          isBusy={isBusy}
          aria-label={own('sessions.endOf', { device, moment })}
          onClick={onEnd}
        >
          {own('sessions.end')}
        </Action>
      )}
    </li>
  );
}
