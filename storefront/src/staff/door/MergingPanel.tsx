import { useState, type ReactNode } from 'react';
import { Action } from '../../design/Action';
import { Field } from '../../design/parts';
import { useStaffText } from '../../text/staff/useStaffText';
import { keepDevice, keptDevice, type Finding } from './kept';
import type { useMerging } from './merging';
import type { Refusal } from './offline';

/** The scans that wait, what merging has found, and this door's name in them. */
export function MergingPanel({ merging }: { merging: ReturnType<typeof useMerging> }): ReactNode {
  const { own } = useStaffText();
  const { waiting, findings, isMerging, mergeNow, clearFindings } = merging;
  return (
    <>
      {findings.length > 0 && (
        <section className="notice bad" aria-labelledby="findings" role="alert">
          <div className="stack">
            <h2 id="findings">{own('door.findings')}</h2>
            <ul className="stack">
              {findings.map((finding) => (
                <li key={`${finding.ticketId} ${finding.again?.at ?? ''}`}>
                  <FindingText finding={finding} />
                </li>
              ))}
            </ul>
            <button type="button" className="button" onClick={clearFindings}>
              {own('door.clear')}
            </button>
          </div>
        </section>
      )}
      <section className="panel stack">
        <div className="door-state">
          <p role="status">{waiting > 0 ? own('door.waiting', { count: waiting }) : own('door.nothingWaits')}</p>
          {waiting > 0 && (
            <Action type="button" className="button" isBusy={isMerging} onClick={() => void mergeNow()}>
              {isMerging ? own('door.merging') : own('door.merge')}
            </Action>
          )}
        </div>
        <DeviceName />
      </section>
    </>
  );
}

function FindingText({ finding }: { finding: Finding }): ReactNode {
  const { own, format } = useStaffText();
  const { seatId, first, again, refusal } = finding;
  if (!first || !again) {
    return own('door.wrong', { seat: seatId, reason: own(`refused.${(refusal ?? 'INVALID_INPUT') as Refusal}`) });
  }
  return own('door.double', {
    seat: seatId,
    first: format.moment(first.at),
    firstDoor: first.device,
    again: format.moment(again.at),
    againDoor: again.device,
  });
}

function DeviceName(): ReactNode {
  const { own } = useStaffText();
  const [name, setName] = useState(keptDevice);
  return (
    <Field
      label={own('door.name')}
      hint={own('door.nameHint')}
      value={name}
      maxLength={80}
      autoComplete="off"
      onChange={({ target }) => {
        setName(target.value);
        if (target.value.trim()) keepDevice(target.value.trim());
      }}
    />
  );
}
