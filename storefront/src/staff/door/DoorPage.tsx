import './door.css';
import { useEffect, type ReactNode } from 'react';
import { useAnswer } from '../../api/hooks';
import { OfflineDoorDocument } from '../gql/graphql';
import { useStaffText } from '../../text/staff/useStaffText';
import { StaffOnly } from '../StaffOnly';
import { keepRules, keptRules } from './kept';
import { LastScans, VerdictPanel } from './Verdicts';
import { Entry } from './Entry';
import { MergingPanel } from './MergingPanel';
import { useMerging } from './merging';
import { useOnline, useScans, useWedge } from './useScans';

/** The door: a code in, a loud yes or no out, with a connection or without. */
export default function DoorPage(): ReactNode {
  const { own } = useStaffText();
  return (
    <StaffOnly role="STAFF" title={own('title.door')} opensOffline={keptRules() !== undefined}>
      <link rel="manifest" href="/staff/door.webmanifest" />
      <Door />
    </StaffOnly>
  );
}

function Door(): ReactNode {
  useWorker();
  const hasKeys = useRules();
  const isOnline = useOnline();
  const merging = useMerging();
  const { verdicts, scan } = useScans(merging.recount);
  useWedge(scan);
  const { own } = useStaffText();
  return (
    <div className="door">
      <div className="stack">
        <VerdictPanel verdict={verdicts[0]} />
        <Entry scan={scan} />
      </div>
      <div className="stack">
        <p className={`notice ${isOnline ? 'good' : 'bad'}`} role="status">
          {isOnline ? own('door.online') : hasKeys ? own('door.offline') : own('door.keysMissing')}
        </p>
        <MergingPanel merging={merging} />
        <LastScans verdicts={verdicts} />
      </div>
    </div>
  );
}

/** How often the keys are asked for, in milliseconds: some may be rotated in meanwhile. */
const KEYS_EVERY = 600_000;

/** Keeps what this device needs without a connection; tells whether it has it. */
function useRules(): boolean {
  const { data, refresh } = useAnswer(OfflineDoorDocument, {});
  useEffect(() => {
    if (!data) return;
    const { keys, opensMinutes, longestStayMinutes } = data.offlineDoor;
    const byId = Object.fromEntries(keys.map(({ id, publicKey }) => [id, publicKey]));
    keepRules({ keys: byId, opensMinutes, longestStayMinutes });
  }, [data]);
  useEffect(() => {
    const timer = setInterval(refresh, KEYS_EVERY);
    addEventListener('online', refresh);
    return () => {
      clearInterval(timer);
      removeEventListener('online', refresh);
    };
  }, [refresh]);
  return data !== undefined || keptRules() !== undefined;
}

/** The worker opens this page without a connection, and no other. */
function useWorker(): void {
  useEffect(() => {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    void navigator.serviceWorker.register('/staff/door-worker.js', { scope: '/staff/door' });
  }, []);
}
