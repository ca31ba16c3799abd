import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fromLocalInput, localInput } from './local-input.ts';

for (const zone of [undefined, 'UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
  it(`is read back as the same second, summer and winter, ${zone}`, () => {
    for (const instant of [
      '2026-07-01T12:30:05Z',
      '2026-12-31T23:59:59Z',
      '2026-11-01T04:30:00Z',
      '2026-03-08T07:00:00Z',
    ]) {
      const field = localInput(Date.parse(instant), zone);
      assert.match(field, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      assert.equal(fromLocalInput(field, zone), Date.parse(instant));
    }
  });
}

it('shows what the clocks of the zone show', () => {
  assert.equal(localInput(Date.parse('2026-11-29T03:15:00Z'), 'America/Chicago'), '2026-11-28T21:15:00');
  assert.ok(Number.isNaN(fromLocalInput('', 'UTC')));
});
