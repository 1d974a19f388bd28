/** Tickets' codes: what scanners add to them is taken off, and their signature is verified here. */

/** What a code says of its ticket; `startsAt` is in seconds since the epoch. */
export interface Claims {
  keyId: string;
  ticketId: string;
  showtimeId: string;
  seatId: string;
  startsAt: number;
}

export interface SignedCode {
  claims: Claims;
  payload: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

const INVISIBLE_START = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]+/u;
const INVISIBLE_END = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}]+$/u;
const QUOTED = /^(["'])(.*)\1$/su;
/** The kind of symbol that was read, by ISO/IEC 15424: `]Q3` says a QR symbol. */
const AIM_IDENTIFIER = /^\][A-Za-z][0-9A-Za-z]/;
const LONGEST_CODE = 500;

/** The code in what a scanner has sent, by the same rules as every other door. */
export function scannedCode(text: string): string {
  const trimmed = trim(text);
  const code = trim(QUOTED.exec(trimmed)?.[2] ?? trimmed);
  return trim(code.replace(AIM_IDENTIFIER, ''));
}

function trim(text: string): string {
  return text.replace(INVISIBLE_START, '').replace(INVISIBLE_END, '');
}

/** Reads a code whose signature is not verified yet; undefined for what is no code. */
export function parseCode(code: string): SignedCode | undefined {
  const [payloadText, signatureText, ...more] = code.split('.');
  if (code.length > LONGEST_CODE || more.length > 0 || !payloadText || !signatureText) return undefined;
  const [payload, signature] = [bytesOf(payloadText), bytesOf(signatureText)];
  const claims = payload && claimsOf(payload);
  return claims && signature && { claims, payload, signature };
}

function claimsOf(payload: Uint8Array): Claims | undefined {
  try {
    const fields: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    if (typeof fields !== 'object' || fields === null) return undefined;
    const { k, t, s, p, b } = fields as Record<string, unknown>;
    const isWhole = [k, t, s, p].every((each) => typeof each === 'string') && Number.isInteger(b);
    if (!isWhole) return undefined;
    return { keyId: k as string, ticketId: t as string, showtimeId: s as string, seatId: p as string, startsAt: b as number };
  } catch {
    return undefined;
  }
}

/** Tells whether the public key in `pem` has signed the code. Throws where a browser knows no Ed25519. */
export async function isSignedBy(code: SignedCode, pem: string): Promise<boolean> {
  const der = Uint8Array.from(atob(pem.replace(/-----[^-]+-----|\s/g, '')), (each) => each.charCodeAt(0));
  const key = await crypto.subtle.importKey('spki', der, { name: 'Ed25519' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'Ed25519' }, key, code.signature, code.payload);
}

function bytesOf(part: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/.test(part)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(part.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0));
    // Base64 has several spellings of the same bytes; a code has one.
    const again = btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    return again === part ? bytes : undefined;
  } catch {
    return undefined;
  }
}
