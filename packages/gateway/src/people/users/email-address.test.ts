import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { emailToKeep, isEmail, normaliseEmail } from './email-address.ts';

test('an address is kept without what nobody sees, so that one person has one', () => {
  for (const given of [
    'Riley@County.test',
    ' riley@county.test ',
    '\u200briley@county.test',
    'ri\u2060ley@coun\u00adty.test\ufeff',
  ]) {
    assert.equal(emailToKeep(given), 'riley@county.test', JSON.stringify(given));
    assert.equal(normaliseEmail(given), 'riley@county.test');
  }
});

test('what is no address without what nobody sees is refused', async () => {
  for (const given of [
    '',
    '@',
    '\u200b@\u2060',
    'riley@\u200b',
    '\ufeff@county.test',
    'ri ley@county.test',
    `${'x'.repeat(250)}@c.test`,
  ]) {
    assert.equal(isEmail(given), false, JSON.stringify(given));
    await refusedWith('invalid_request', (async () => emailToKeep(given))());
  }
});
