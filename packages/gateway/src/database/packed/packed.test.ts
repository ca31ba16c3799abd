import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { pack } from './pack.ts';
import { PackedFault, unpack } from './unpack.ts';
import { NAMES, WORDS } from './words.ts';

const AT = 1_763_726_400_000;
const packed = (value: unknown, at = AT) => pack(value, at) ?? assert.fail('it was not packed');
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(...WORDS),
  fc.constantFrom(...NAMES),
  fc.uuid(),
  fc.uuid({ version: 7 }),
  fc
    .array(fc.constantFrom('alerts', 'alerts:trigger', 'openid', 'other'), { maxLength: 4 })
    .map((words) => words.join(' ')),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.integer({ min: -(2 ** 31) - 2, max: 2 ** 31 + 2 }).map((off) => AT + off),
  fc.constantFrom(0, 63, 64, 127, 128, 9_999, 10_000, 1e21, 5e-324, -1, 39.0123, AT),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, text, number, fc.boolean(), fc.constant(null), tie('items'), tie('members')),
  items: fc.array(tie('any'), { maxLength: 40 }),
  members: fc.dictionary(fc.oneof(text, fc.constant('__proto__')), tie('any'), { maxKeys: 40 }),
})).any;

test('whatever JSON text can state is unpacked to what that text states, member for member in their order', () => {
  fc.assert(
    fc.property(value, (any) => {
      const text = JSON.stringify(any);
      const bytes = pack(any, AT);
      // Half a surrogate pair stays JSON.
      if (bytes === null) return assert.ok(/\\ud[89a-f]/.test(text), text);
      assert.equal(JSON.stringify(unpack(bytes, AT)), text === '-0' ? '0' : text);
    }),
    { numRuns: 2_000 },
  );
});

test('what JSON text leaves out is left out, and what it would change is not packed', () => {
  assert.deepEqual(unpack(packed({ a: undefined, b: [undefined], c: Number.NaN }), AT), { b: [null], c: null });
  for (const other of [new Date(0), { at: new Date(0) }, [1n], { f: () => 1 }, 'half \ud800', { '\udc00': 1 }]) {
    assert.equal(pack(other, AT), null);
  }
  assert.deepEqual(asJson(unpack(packed(['next'], AT), AT)), ['next'], 'the one after is packed as ever');
});

test('names, words, ids, near instants and repeated texts take a byte or a few', () => {
  const id = '019a8a3e-7c00-7abc-8def-0123456789ab';
  for (const [any, bytes] of [
    [{ status: 'NEW' }, 4],
    [id, 18],
    [id.toUpperCase(), 38],
    [AT, 2],
    [AT + 100, 3],
    [['Alarm Company', 'Alarm Company'], 18],
    ['alerts:trigger deeplinks', 5],
    [15, 2],
    [9_999, 4],
  ] as const) {
    assert.equal(packed(any).length, bytes, JSON.stringify(any));
  }
});

test('a number that may be of a telephone stands in its digits, in texts and as a number', () => {
  for (const any of [
    { to: '+15555550123' },
    { to: 15_555_550_123 },
    { to: 5_550_123 },
    { to: 20_123 },
    { to: 990_123 },
    ['call 555-555-0123'],
    { to: '00000000-0000-4000-8000-015555550123' },
    ['ffffffff-ffff-1fff-8fff-f15555550123'],
  ]) {
    assert.match(packed(any).toString('latin1'), /0123/);
  }
});

test('the places of names and words stay what they are, and each stands once', () => {
  for (const [list, first, digest] of [
    [NAMES, 142, '31b9d772875a56f935b7a452c8db592b43354158ae6475146e54a07cf845e66c'],
    [WORDS, 79, 'cf6aafef14d3cdd1e999eba924721aa6a4073689b6ef6a9d0d4c243abda7c346'],
  ] as const) {
    assert.equal(new Set(list).size, list.length);
    assert.ok(list.length >= first);
    const written = createHash('sha256').update(list.slice(0, first).join('\n')).digest('hex');
    assert.equal(written, digest, 'what was stored by a place would be read as something else: append instead');
  }
  assert.ok(NAMES.length <= 240 && WORDS.length <= 320);
});

test('another form, and bytes that are no whole value, are refused in words, wherever they end or change', () => {
  const bytes = packed({
    id: '019a8a3e-7c00-7abc-8def-0123456789ab',
    text: 'a'.repeat(100),
    at: AT + 5,
    far: 1e9,
    x: [1],
  });
  const later = Buffer.from(bytes);
  later[0] = 9;
  assert.throws(() => unpack(later, AT), { message: 'is packed in form 9, and this version reads form 1' });
  for (let length = 0; length < bytes.length; length += 1) {
    assert.throws(() => unpack(bytes.subarray(0, length), AT), PackedFault, `${length}`);
  }
  assert.throws(() => unpack(Buffer.concat([bytes, Buffer.alloc(1)]), AT), PackedFault);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (any) => {
      try {
        unpack(Uint8Array.of(1, ...any), AT);
      } catch (err) {
        assert.ok(err instanceof PackedFault, String(err));
      }
    }),
    { numRuns: 5_000 },
  );
});
