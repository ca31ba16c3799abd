import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toLocalTime } from './local-time.ts';

test('an instant is what the clocks of the zone show, with the offset that holds then', () => {
  const at = Date.parse('2026-11-29T14:15:59.999Z');
  assert.deepEqual(toLocalTime(at, 'America/Chicago'), { text: '2026-11-29 08:15:59', offset: '-06:00' });
  assert.deepEqual(toLocalTime(at, 'Asia/Kolkata'), { text: '2026-11-29 19:45:59', offset: '+05:30' });
  assert.deepEqual(toLocalTime(at, 'UTC'), { text: '2026-11-29 14:15:59', offset: '+00:00' });
  const summer = Date.parse('2026-07-01T03:00:00Z');
  assert.deepEqual(toLocalTime(summer, 'America/Chicago'), { text: '2026-06-30 22:00:00', offset: '-05:00' });
});
