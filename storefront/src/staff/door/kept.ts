/**
 * What this device keeps for a time without a connection: the rules, and whom it has let in. It is in
 * localStorage, which is written before a guest is let in, and which all tabs of the device share.
 */

export interface Rules {
  /** Public keys in PEM by their ids. */
  keys: Record<string, string>;
  opensMinutes: number;
  longestStayMinutes: number;
}

/** A scan that let a guest in here; `at` is in milliseconds since the epoch. */
export interface KeptScan {
  ticketId: string;
  seatId: string;
  code: string;
  at: number;
  device: string;
  /** The key of a check-in whose answer was lost: it may have had its effect. */
  triedAs?: string;
  /** Whether the cinema knows of it. */
  isMerged: boolean;
}

/** What merging has found, for people to look at. */
export interface Finding {
  seatId: string;
  ticketId: string;
  first?: { at: string; device: string };
  again?: { at: string; device: string };
  refusal?: string;
}

const RULES = 'door:rules';
const SCANS = 'door:scans';
const FINDINGS = 'door:findings';
const DEVICE = 'door:device';
const DAY = 86_400_000;

export const keptRules = (): Rules | undefined => read(RULES) as Rules | undefined;
export const keepRules = (rules: Rules): void => {
  write(RULES, rules);
};

export const keptFindings = (): Finding[] => (read(FINDINGS) ?? []) as Finding[];
export const keepFindings = (findings: Finding[]): void => {
  write(FINDINGS, findings);
};

/** Those that wait to be merged, and those of the last day. */
export const keptScans = (): KeptScan[] => (read(SCANS) ?? []) as KeptScan[];

export function keepScan(scan: KeptScan): void {
  const others = keptScans().filter((each) => each.ticketId !== scan.ticketId);
  const recent = others.filter((each) => !each.isMerged || each.at > scan.at - DAY);
  write(SCANS, [...recent, scan]);
}

/** The name of this door in scans; it differs from that of every other device. */
export function keptDevice(): string {
  const kept = localStorage.getItem(DEVICE);
  if (kept) return kept;
  const made = `door ${crypto.randomUUID().slice(0, 4)}`;
  localStorage.setItem(DEVICE, made);
  return made;
}

export function keepDevice(name: string): void {
  localStorage.setItem(DEVICE, name);
}

function read(key: string): unknown {
  const kept = localStorage.getItem(key);
  return kept === null ? undefined : JSON.parse(kept);
}

function write(key: string, value: unknown): void {
  localStorage.setItem(key, JSON.stringify(value));
}
