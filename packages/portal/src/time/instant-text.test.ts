import assert from 'node:assert/strict';
import { it } from 'node:test';
import { clockText, dayText, instantText } from './instant-text.ts';

it('shows a time in the zone it is asked for, with the offset that holds on that day', () => {
  assert.match(clockText('2026-11-29T14:15:00Z', 'America/Chicago'), /^08:15:00 UTC-6$/);
  assert.match(clockText('2026-07-01T14:15:00Z', 'America/Chicago'), /^09:15:00 UTC-5$/);
  assert.match(clockText('2026-11-29T14:15:00Z', 'Asia/Kolkata'), /^19:45:00 UTC\+5:30$/);
  assert.match(instantText('2026-11-29T03:15:00Z', 'America/Chicago'), /Nov 28, 2026, 21:15:00 UTC-6$/);
  assert.match(clockText('2026-11-29T00:05:00Z', 'UTC'), /^00:05:00 UTC$/);
});

it("labels the workstation's own zone where none is known, and UTC where the browser does not know the zone", () => {
  assert.match(clockText('2026-11-29T14:15:00Z', undefined), /^\d\d:\d\d:\d\d UTC/);
  assert.equal(clockText('2026-11-29T14:15:00Z', 'America/Nowhere'), '14:15:00 UTC');
});

it('leaves a calendar day in every zone as it is, and what is no time as it came', () => {
  assert.equal(dayText('2026-11-29'), 'Nov 29, 2026');
  assert.equal(instantText('yesterday', 'UTC'), 'yesterday');
});
