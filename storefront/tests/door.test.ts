import { beforeAll, describe, expect, test } from 'vitest';
import { parseCode, scannedCode } from '../src/staff/door/codes';
import type { Rules } from '../src/staff/door/kept';
import { decide } from '../src/staff/door/offline';
import { typed, type Typed } from '../src/staff/door/wedge';

const BEGINS = 1_800_000_000;
const MINUTE = 60_000;
const NOW = BEGINS * 1000;

let pair: CryptoKeyPair;
let rules: Rules;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

async function signed(fields: Record<string, unknown> = {}): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify({ k: 'k1', t: 'tkt_1', s: 'sho_1', p: 'C7', b: BEGINS, ...fields }));
  const signature = await crypto.subtle.sign({ name: 'Ed25519' }, pair.privateKey, payload);
  return `${base64url(payload)}.${base64url(new Uint8Array(signature))}`;
}

beforeAll(async () => {
  pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  const spki = Buffer.from(await crypto.subtle.exportKey('spki', pair.publicKey)).toString('base64');
  const pem = `-----BEGIN PUBLIC KEY-----\n${spki}\n-----END PUBLIC KEY-----\n`;
  rules = { keys: { k1: pem }, opensMinutes: 60, longestStayMinutes: 240 };
});

describe('without a connection', () => {
  test('a signed ticket lets a guest in', async () => {
    expect(await decide(await signed(), rules, NOW)).toMatchObject({ claims: { ticketId: 'tkt_1', seatId: 'C7' } });
  });

  test('another signature is refused', async () => {
    const [payload] = (await signed()).split('.');
    const [, signature] = (await signed({ p: 'C8' })).split('.');
    expect(await decide(`${payload ?? ''}.${signature ?? ''}`, rules, NOW)).toEqual({ refusal: 'FORGED' });
  });

  test('an unknown key is refused', async () => {
    expect(await decide(await signed({ k: 'k2' }), rules, NOW)).toEqual({ refusal: 'KEY_NOT_TRUSTED' });
  });

  test('a device without keys lets nobody in', async () => {
    expect(await decide(await signed(), undefined, NOW)).toEqual({ refusal: 'NO_KEYS' });
  });

  test.each([
    [-60 * MINUTE - 1, 'DOOR_NOT_OPEN'],
    [-60 * MINUTE, undefined],
    [240 * MINUTE - 1, undefined],
    [240 * MINUTE, 'SHOWING_OVER'],
  ])('%i ms after the beginning', async (after, refusal) => {
    const decision = await decide(await signed(), rules, NOW + after);
    expect('refusal' in decision ? decision.refusal : undefined).toBe(refusal);
  });
});

test.each(['', 'x', 'x.y', 'e30.e30', 'a.b.c', 'x'.repeat(501)])('%s is no code', (text) => {
  expect(parseCode(text)).toBeUndefined();
});

test('a payload has one spelling', async () => {
  const [payload = '', signature = ''] = (await signed()).split('.');
  expect(parseCode(`${payload}=.${signature}`)).toBeUndefined();
  expect(parseCode(`${payload}.${signature}`)).toBeDefined();
});

test.each(['x.y\r\n', '\ufeff]Q3x.y\u0000\t', '"x.y"', "'\u200bx.y'", ' x.y '])('%j holds a code', (text) => {
  expect(scannedCode(text)).toBe('x.y');
});

test('a fast line that Enter ends comes from a scanner', () => {
  let state: Typed = { text: '', at: 0 };
  let line: string | undefined;
  const type = (text: string, gap: number): void => {
    for (const key of [...text.split(''), 'Enter']) ({ state, line } = { line: undefined, ...typed(state, key, state.at + gap) });
  };
  type('abcdefgh.ijklmnop', 8);
  expect(line).toBe('abcdefgh.ijklmnop');
  type('abcdefgh.ijklmnop', 180);
  expect(line).toBeUndefined();
  type('short', 8);
  expect(line).toBeUndefined();
});
