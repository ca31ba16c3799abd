import assert from 'node:assert/strict';
import { it } from 'node:test';
import { localInput } from './local-input.ts';

it('is read back as the same second, summer and winter', () => {
  for (const instant of ['2026-07-01T12:30:05Z', '2026-12-31T23:59:59Z']) {
    const field = localInput(Date.parse(instant));
    assert.match(field, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    assert.equal(new Date(field).getTime(), Date.parse(instant));
  }
});
