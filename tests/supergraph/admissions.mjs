/** Replays arrivals and departures at the router's gate, and prints what became of each. */
import { readFileSync } from 'node:fs';
import { Gate } from '../../router/gateway/admission/gate.mjs';

const histories = JSON.parse(readFileSync(0, 'utf8'));

function replay(events) {
  let now = 0;
  const gate = new Gate(() => now);
  const works = [];
  const here = (fate) => works.filter((work) => work.fate === fate);
  const nth = (list, number) => list[number % list.length];
  return events.map(([at, event, number, kind]) => {
    now = at;
    if (event === 'arrive') arrive(gate, works, number);
    else if (event === 'leave') leave(gate, nth(here('a'), number), kind);
    else giveUp(gate, nth(here('w'), number));
    const fates = works.map(({ fate }) => fate).join('');
    return [fates, gate.inProgress, gate.waiting, gate.limit];
  });
}

function arrive(gate, works, priority) {
  const work = { priority, fate: 'w' };
  work.decide = (slot) => {
    work.slot = slot;
    work.fate = slot ? 'a' : 's';
  };
  works.push(work);
  const slot = gate.enter(priority);
  if (slot) work.decide(slot);
  else gate.lineUp(work);
}

function leave(gate, work, kind) {
  if (!work) return;
  work.fate = 'l';
  work.slot.kind = kind ?? undefined;
  gate.leave(work.slot);
}

function giveUp(gate, work) {
  if (work) gate.giveUp(work);
}

process.stdout.write(JSON.stringify(histories.map(replay)));
