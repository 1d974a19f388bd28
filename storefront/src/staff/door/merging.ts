/** Scans of a time without a connection: the cinema gets them later, and tells what it knew. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Outcome, useCommand } from '../../api/hooks';
import { MergeScanDocument, type MergeScanMutation } from '../gql/graphql';
import { type CheckIn, useCheckIn } from './calls';
import { keepFindings, keepScan, keptFindings, keptScans, type Finding, type KeptScan } from './kept';

type Merge = (scan: KeptScan) => Promise<Outcome<MergeScanMutation['mergeScan']>>;

/** How often waiting scans are tried again, in milliseconds. */
const AGAIN = 10_000;

/** Merges one scan; false when nobody answers. */
async function mergeOne(scan: KeptScan, checkIn: CheckIn, merge: Merge): Promise<boolean> {
  if (scan.triedAs) {
    // Perhaps this check-in had its effect, and only its answer was lost: then it is no double.
    const { data } = await checkIn(scan.code, scan.triedAs);
    if (!data) return false;
    if (data.__typename === 'TicketAccepted') {
      keepScan({ ...scan, isMerged: true });
      return true;
    }
  }
  const { data } = await merge(scan);
  if (!data) return false;
  const finding = findingOf(scan, data);
  if (finding) keepFindings([...keptFindings(), finding]);
  keepScan({ ...scan, isMerged: true });
  return true;
}

function findingOf(scan: KeptScan, answer: MergeScanMutation['mergeScan']): Finding | undefined {
  const { seatId, ticketId } = scan;
  if (answer.__typename === 'TicketRejected') return { seatId, ticketId, refusal: answer.reason };
  if (answer.__typename === 'InvalidInput') return { seatId, ticketId, refusal: 'INVALID_INPUT' };
  return answer.double ? { seatId, ticketId, ...answer.double } : undefined;
}

interface Merging {
  waiting: number;
  findings: Finding[];
  isMerging: boolean;
  mergeNow: () => Promise<void>;
  clearFindings: () => void;
  /** Counts again what waits, after a scan. */
  recount: () => void;
}

export function useMerging(): Merging {
  const checkIn = useCheckIn();
  const [send] = useCommand(MergeScanDocument);
  const [waiting, setWaiting] = useState(countWaiting);
  const [findings, setFindings] = useState(keptFindings);
  const [isMerging, setMerging] = useState(false);
  const isBusy = useRef(false);

  const recount = useCallback(() => {
    setWaiting(countWaiting());
    setFindings(keptFindings());
  }, []);

  const mergeNow = useCallback(async () => {
    if (isBusy.current) return;
    isBusy.current = true;
    setMerging(true);
    const merge: Merge = async ({ code, at, device }) => {
      const { data, failure } = await send({ input: { code, at: new Date(at).toISOString(), device } });
      return data ? { data: data.mergeScan } : { failure };
    };
    try {
      for (const scan of keptScans().filter((each) => !each.isMerged)) {
        if (!(await mergeOne(scan, checkIn, merge))) break;
        recount();
      }
    } finally {
      isBusy.current = false;
      setMerging(false);
    }
  }, [checkIn, send, recount]);

  useEffect(() => {
    if (waiting === 0) return;
    const tryAgain = (): void => {
      if (navigator.onLine) void mergeNow();
    };
    const timer = setInterval(tryAgain, AGAIN);
    addEventListener('online', tryAgain);
    return () => {
      clearInterval(timer);
      removeEventListener('online', tryAgain);
    };
  }, [waiting, mergeNow]);

  const clearFindings = useCallback(() => {
    keepFindings([]);
    setFindings([]);
  }, []);

  return { waiting, findings, isMerging, mergeNow, clearFindings, recount };
}

function countWaiting(): number {
  return keptScans().filter((each) => !each.isMerged).length;
}
