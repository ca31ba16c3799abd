import assert from 'node:assert/strict';
import { it } from 'node:test';
import { instantText } from '../time/instant-text.ts';
import { SPANISH } from '../words/spanish/spanish.ts';
import { serverText, translateBy } from '../words/translated.ts';
import { endOfTransferShown } from './end-of-transfer-shown.ts';

const inChicago = (text: string) => endOfTransferShown(text, (instant) => instantText(instant, 'America/Chicago'));

it('the end of a transfer is shown in the zone of the agency, and its reason as it was written', () => {
  assert.equal(
    inChicago('Transferred to Harbor City Dispatch until 2026-11-30T03:00:00.000Z'),
    'Transferred to Harbor City Dispatch until Nov 29, 2026, 21:00:00 UTC-6',
  );
  assert.equal(
    inChicago('Transferred to Harbor City Dispatch until 2026-11-30T03:00:00Z: theirs until 2026-12-01T00:00:00Z'),
    'Transferred to Harbor City Dispatch until Nov 29, 2026, 21:00:00 UTC-6: theirs until 2026-12-01T00:00:00Z',
  );
});

it('a line that is no transfer keeps the instant that a partner wrote', () => {
  for (const text of ['Units until 2026-11-30T03:00:00Z', 'Transferred to Harbor City', '2026-11-30T03:00:00Z']) {
    assert.equal(inChicago(text), text);
  }
});

it('in Spanish the sentence is translated round the time that is shown', (t) => {
  translateBy(SPANISH);
  t.after(() => translateBy(null));
  const shown = endOfTransferShown('Transferred to Harbor City until 2026-11-30T03:00:00Z: calle', () => '29 nov 2026');
  assert.equal(serverText(shown), 'Transferido a Harbor City hasta 29 nov 2026: calle');
});
