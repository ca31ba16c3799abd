import assert from 'node:assert/strict';
import { it } from 'node:test';
import { SallyportError } from '@sallyport/client';
import type { LiveEvent } from '@sallyport/contract';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { FactorQuestion } from '../api/factor-question.ts';
import { isListed, Renewal, touches } from './renewal.ts';

/** Bounds a test that fails, on a crowded machine as well. */
const WITHIN_MS = 30_000;
const UNLOCKED = new FactorQuestion('recheck_required');

const event = (name: string, id = 'a'): LiveEvent => ({
  type: 'event',
  event: name,
  incident_id: id,
  at: '2026-11-21T12:00:00Z',
  cursor: 'county:1',
});
const query = (queryKey: string[], data?: unknown) => ({ queryKey, state: { data, error: null } });

it('a change touches its own incident, what lists it, and nothing else', () => {
  assert.ok(touches(event('note.added'), query(['incident', 'a'])));
  assert.ok(touches(event('note.added'), query(['incident', 'alert-a'])));
  assert.ok(!touches(event('note.added'), query(['incident', 'b'])));
  assert.ok(touches(event('note.added'), query(['search', '555'], { incidents: [{ id: 'a' }] })));
  assert.ok(!touches(event('note.added'), query(['search', '555'], { incidents: [{ id: 'b' }] })));
  assert.ok(touches(event('alert.message_added'), query(['incident', 'a'])));
  assert.ok(touches(event('alert.status_changed', 'b'), query(['waiting'])), 'whichever alert it is');
  assert.ok(!touches(event('location.updated'), query(['waiting'])));
  assert.ok(touches(event('alert.status_changed', 'b'), query(['open'])));
  assert.ok(!isListed(event('note.added')), 'a list shows no notes');
  assert.ok(!isListed(event('alert.message_added')), 'nor what is reported about an alert');
  assert.ok(isListed(event('alert.status_changed')) && isListed(event('incident.claimed')));
  assert.ok(touches(event('incident.created', 'b'), query(['newest'])));
  assert.ok(!touches(event('note.added', 'b'), query(['newest'])));
  assert.ok(touches(event('incident.created', 'b'), query(['search', '555'], { incidents: [] })));
  assert.ok(touches(event('incident.transfer_ended', 'b'), query(['transfers'])));
  assert.ok(!touches(event('incident.created'), query(['transfers'])));
  assert.ok(!touches(event('incident.created'), query(['session'])));
});

it('a burst costs few readings, and what came while one was under way is read after it', async () => {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  let stored = 0;
  let readings = 0;
  const read = async () => {
    readings += 1;
    const value = stored;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return value;
  };
  const leave = new QueryObserver(queryClient, { queryKey: ['incident', 'a'], queryFn: read }).subscribe(() => {});
  const renewal = new Renewal(queryClient, UNLOCKED);
  for (let count = 1; count <= 100; count += 1) {
    stored = count;
    renewal.afterEvent(event('note.added'));
  }
  const deadline = Date.now() + WITHIN_MS;
  while (queryClient.getQueryData(['incident', 'a']) !== 100 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(queryClient.getQueryData(['incident', 'a']), 100);
  assert.ok(readings <= 4, `${readings} readings`);
  leave();
  queryClient.clear();
});

it('what is not there is asked for once, what could not be reached again', async () => {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const asked = { unknown: 0, unreachable: 0 };
  const failWith = (name: keyof typeof asked, status: number) =>
    new QueryObserver(queryClient, {
      queryKey: ['incident', name],
      queryFn: () => {
        asked[name] += 1;
        return Promise.reject(
          new SallyportError({ status, code: 'no', detail: 'No', requestId: null, retryAfterSeconds: null }),
        );
      },
    }).subscribe(() => {});
  const leave = [failWith('unknown', 404), failWith('unreachable', 503)];
  const deadline = Date.now() + WITHIN_MS;
  while (queryClient.isFetching() > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  new Renewal(queryClient, UNLOCKED).ofEverything();
  while (asked.unreachable < 2 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(asked, { unknown: 1, unreachable: 2 });
  for (const end of leave) end();
  queryClient.clear();
});
