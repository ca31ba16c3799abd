import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, succeeded } from '../../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../../testing/src/engines.ts';
import { testWorld } from '../../../../../testing/src/world.ts';
import { DEMO_CLIENTS } from '../../../app/seed-demo.ts';
import { type ClientRegistration, registerClient } from '../../../authorization/clients/register-client.ts';
import { Secret } from '../../../kernel/secrets.ts';

const PLACE = { latitude: 40.7128, longitude: -74.006, uncertainty_radius: 25 };

onEachEngine('call-handling equipment', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let equipment: Caller;
  let reader: Caller;
  before(async () => {
    world = await testWorld(engine);
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    reader = await callerOf(world.app, 'sandbox-cad');
  });
  after(() => world.stop());

  async function opened(call: object = {}): Promise<string> {
    const answer = await equipment('POST', '/api/incidents', { call, location: PLACE });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.id;
  }

  async function events(incidentId: string): Promise<string[]> {
    const rows = await world.parts.database.read
      .selectFrom('events')
      .select('type')
      .where('incident_id', '=', incidentId)
      .orderBy('seq')
      .execute();
    return rows.map(({ type }) => type);
  }

  async function cards(id: string): Promise<Map<string, string[]>> {
    const { body } = await reader('GET', `/api/incidents/${id}`);
    return new Map(
      body.cards.map((card: { id: string; fields: { value: string }[] }) => [
        card.id,
        card.fields.map(({ value }) => value),
      ]),
    );
  }

  test('opens a call that the portal lists, finds by its caller and shows with its first location', async () => {
    const call = { caller_phone_number: '(555) 555-0123', class_of_service: 'WPH2', position: '12', trunk: '911-4' };
    const id = await opened(call);
    assert.deepEqual(await events(id), ['incident.created', 'location.updated']);
    const { body: list } = await reader('GET', '/api/incidents');
    assert.equal(list.incidents[0].id, id);
    assert.equal(list.incidents[0].kind, 'call');
    assert.deepEqual(list.incidents[0].status, { name: 'ACTIVE', display_name: 'Active' });
    const { body: found } = await reader('GET', '/api/search?query=tel:%2B15555550123');
    assert.equal(found.incidents[0].caller_phone_number, '+15555550123');
    assert.equal(found.incidents[0].location.uncertainty_radius, 25);
    assert.deepEqual((await cards(id)).get('call'), ['WPH2', '12', '911-4']);
  });

  test('adds locations, notes, media, transcript and responses, which the incident page shows', async () => {
    const id = await opened();
    const at = new Date(world.clock.now()).toISOString();
    const word = (text: string, second: number, speaker = 'Caller') => ({
      word: text,
      speaker,
      started_at: new Date(world.clock.now() + second * 1000).toISOString(),
      ended_at: at,
    });
    const moved = { ...PLACE, latitude: 41, source: 'DBH', confidence: 90, height: 12.5 };
    for (const [path, body] of [
      ['locations', moved],
      ['notes', { text: 'Smoke on the third floor', author: 'Sam' }],
      ['media', { url: 'https://media.test/1.jpg', media_type: 'photo' }],
      ['transcript', { words: [word('nine', 0, 'CallTaker'), word('there', 1), word('is', 2), word('spoke', 3)] }],
      ['transcript', { words: [word('smoke', 3)] }],
      ['responses', { unit: 'E7', status: 'En route' }],
      ['responses', { unit: 'E7', status: 'On scene' }],
    ] as const) {
      const answer = await equipment('POST', `/api/incidents/${id}/${path}`, body);
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      assert.equal(answer.body.incident_id, id);
    }
    const shown = await cards(id);
    assert.deepEqual(shown.get('notes'), ['Smoke on the third floor']);
    assert.deepEqual(shown.get('media'), ['https://media.test/1.jpg']);
    assert.deepEqual(shown.get('transcript'), ['nine', 'there is smoke']);
    assert.equal(shown.get('responses')?.length, 1);
    assert.match(shown.get('responses')?.[0] ?? '', /^On scene/);
    assert.deepEqual(shown.get('locations'), ['41, -74.006', '40.7128, -74.006']);
    assert.deepEqual(shown.get('location')?.slice(0, 4), ['41, -74.006', '25', '90 %', '12.5']);
  });

  test('a location that is older than the current one is kept and does not replace it', async () => {
    const id = await opened();
    const located_at = new Date(world.clock.now() - 60_000).toISOString();
    await equipment('POST', `/api/incidents/${id}/locations`, { latitude: 1, longitude: 1, located_at });
    const { body } = await reader('GET', `/api/incidents/${id}`);
    assert.equal(body.location.latitude, PLACE.latitude);
    assert.equal((await cards(id)).get('locations')?.length, 2);
  });

  test('a call ends once; what is stated late is kept', async () => {
    const id = await opened();
    assert.equal((await equipment('POST', `/api/incidents/${id}/transfer`, { to: 'Harbor Fire' })).status, 200);
    assert.equal((await equipment('POST', `/api/incidents/${id}/end`, {})).status, 200);
    assert.equal((await equipment('POST', `/api/incidents/${id}/end`, {})).status, 409);
    assert.equal((await equipment('POST', `/api/incidents/${id}/notes`, { text: 'called back' })).status, 201);
    const { body } = await reader('GET', `/api/incidents/${id}`);
    assert.equal(body.status.name, 'ENDED');
    assert.equal((await cards(id)).get('course')?.[0], 'Harbor Fire');
  });

  test('a merged call names the one that goes on and takes no further change', async () => {
    const [id, into] = [await opened(), await opened()];
    assert.equal((await equipment('POST', `/api/incidents/${id}/merge`, { into })).status, 200);
    const refused = await equipment('POST', `/api/incidents/${id}/notes`, { text: 'x' });
    assert.equal(refused.status, 409);
    assert.match(refused.body.detail, new RegExp(into));
    assert.equal((await equipment('POST', `/api/incidents/${into}/merge`, { into: id })).status, 409);
    assert.equal((await equipment('POST', `/api/incidents/${into}/merge`, { into })).status, 400);
    assert.equal((await reader('GET', `/api/incidents/${id}`)).body.status.name, 'MERGED');
  });

  test('a batch is stored whole in its order, or not at all', async () => {
    const id = await opened();
    const path = `/api/incidents/${id}/changes`;
    const refused = await equipment('POST', path, { changes: [{ note: { text: 'a' } }, { end: {} }, { end: {} }] });
    assert.equal(refused.status, 409);
    assert.deepEqual(await events(id), ['incident.created', 'location.updated']);
    const stored = await equipment('POST', path, {
      changes: [{ note: { text: 'a' } }, { location: PLACE }, { end: {} }],
    });
    assert.equal(stored.body.changes.length, 3);
    assert.deepEqual((await events(id)).slice(2), ['note.added', 'location.updated', 'incident.ended']);
    assert.equal((await equipment('POST', path, { changes: [{ note: { text: 'a' }, end: {} }] })).status, 400);
  });

  test('twelve repeats at once with one key open one call and add one note, and all get the same answer', async () => {
    const open = { call: { caller_phone_number: '+15555550199' } };
    const openings = await atOnce(12, () => equipment('POST', '/api/incidents', open, { 'idempotency-key': 'open-1' }));
    const ids = new Set(succeeded(openings).map(({ body }) => body.id));
    assert.equal(ids.size, 1);
    const [id = ''] = ids;
    const path = `/api/incidents/${id}/notes`;
    const notes = await atOnce(12, () => equipment('POST', path, { text: 'once' }, { 'idempotency-key': 'note-1' }));
    assert.deepEqual([...new Set(succeeded(notes).map(({ status }) => status))], [201]);
    assert.equal(new Set(succeeded(notes).map(({ body }) => body.id)).size, 1);
    const ends = await atOnce(6, () =>
      equipment('POST', `/api/incidents/${id}/end`, {}, { 'idempotency-key': 'end-1' }),
    );
    assert.deepEqual([...new Set(succeeded(ends).map(({ status }) => status))], [200]);
    assert.deepEqual(await events(id), ['incident.created', 'note.added', 'incident.ended']);
    assert.equal((await equipment('POST', path, { text: 'other' }, { 'idempotency-key': 'note-1' })).status, 422);
  });

  test('the same SIP call id opened twelve times at once is one call', async () => {
    const open = { call: { sip_call_id: 'call-77@sip.test' } };
    const openings = await atOnce(12, () => equipment('POST', '/api/incidents', open));
    assert.equal(new Set(succeeded(openings).map(({ body }) => body.id)).size, 1);
  });

  test('a SIP call id is reported about the call while it goes on, and opens a new one after its end', async () => {
    const open = async (call: object, location?: object) => {
      const body = { call: { sip_call_id: 'trunk-7', ...call }, ...(location && { location }) };
      const answer = await equipment('POST', '/api/incidents', body);
      assert.equal(answer.status, 201);
      return answer.body;
    };
    const started_at = '2026-11-21T11:59:00Z';
    const first = await open({ caller_phone_number: '+15555550171', position: '4', started_at });
    assert.deepEqual(await open({ caller_phone_number: '+15555550171', position: '4', started_at }), first);
    assert.deepEqual(await open({ position: '4' }), first, 'the same with less');
    assert.deepEqual(await events(first.id), ['incident.created']);
    world.clock.advance(1_000);
    assert.deepEqual(await open({ caller_name: 'Sam Doe', position: '5' }, PLACE), first);
    assert.deepEqual(await events(first.id), ['incident.created', 'incident.signalled', 'location.updated']);
    const { body: shown } = await reader('GET', `/api/incidents/${first.id}`);
    assert.equal(shown.caller_name, 'Sam Doe');
    assert.equal(shown.caller_phone_number, '+15555550171');
    const report = shown.cards.find(({ id }: { id: string }) => id === 'reports');
    assert.equal(report.fields[0].value, 'The call was reported again. caller name: Sam Doe. position: 5, before: 4');
    assert.equal((await reader('GET', '/api/incidents')).body.incidents[0].id, first.id);
    await equipment('POST', `/api/incidents/${first.id}/end`, {});
    const retried = await open({ caller_phone_number: '+15555550171', position: '4', started_at });
    assert.deepEqual(retried, first, 'the same start: a retry');
    world.clock.advance(1_000);
    const next = await open({ caller_phone_number: '+15555550172' });
    assert.notEqual(next.id, first.id);
    assert.equal((await reader('GET', '/api/incidents')).body.incidents[0].id, next.id);
  });

  test('null is as if it were not there, in every body; what must be there is missed', async () => {
    const call = { caller_name: null, caller_phone_number: null, position: null, sip_call_id: null, started_at: null };
    const opened = await equipment('POST', '/api/incidents', { call, location: null });
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    const path = `/api/incidents/${opened.body.id}`;
    const place = { ...PLACE, uncertainty_radius: null, height: null, source: null, located_at: null };
    const change = { location: null, note: null, media: null, transcript: null, response: null, transfer: null };
    const word = { word: 'a', speaker: 'Caller', started_at: '2026-11-21T12:00:00Z', ended_at: '2026-11-21T12:00:01Z' };
    for (const [to, body, status] of [
      ['locations', place, 201],
      ['notes', { text: 'a', author: null }, 201],
      ['transcript', { words: [{ ...word, confidence: null, language_code: null }] }, 201],
      ['changes', { changes: [{ ...change, note: { text: 'b', author: null }, end: null }] }, 201],
      ['notes', { text: null }, 400],
      ['changes', { changes: [change] }, 400],
    ] as const) {
      assert.equal((await equipment('POST', `${path}/${to}`, body)).status, status, to);
    }
  });

  test('what equipment leaves empty, or measures as nothing, refuses no call, and what it does say is shown', async () => {
    const empty = {
      caller_phone_number: '',
      caller_name: '',
      position: '',
      trunk: '',
      sip_call_id: '',
      started_at: '',
    };
    const measured = {
      confidence: -1,
      height: -9_999,
      vertical_uncertainty: 0,
      floor: 'Mezzanine',
      uncertainty_radius: -1,
    };
    for (const [location, words] of [
      [{ latitude: null, longitude: null, address: '', located_at: null }, []],
      [{}, []],
      [{ description: 'Behind the hall', source: '' }, ['Behind the hall']],
      [{ floor: 9 }, []],
      [{ ...PLACE, ...measured, description: '' }, ['Mezzanine']],
      [{ ...PLACE, floor: '7', confidence: '90', height: null }, ['"90 %"']],
    ] as const) {
      const opened = await equipment('POST', '/api/incidents', { call: empty, location });
      assert.equal(opened.status, 201, JSON.stringify([location, opened.body]));
      const { body } = await reader('GET', `/api/incidents/${opened.body.id}`);
      for (const word of words)
        assert.ok(JSON.stringify(body).includes(word), `${word} is not in ${JSON.stringify(body)}`);
      const path = `/api/incidents/${opened.body.id}`;
      assert.equal((await equipment('POST', `${path}/notes`, { text: 'a', author: '' })).status, 201);
      assert.equal((await equipment('POST', `${path}/responses`, { unit: 'E4', status: 'S', note: '' })).status, 201);
      assert.equal((await equipment('POST', `${path}/notes`, { text: '' })).status, 400);
      assert.equal((await equipment('POST', `${path}/locations`, {})).status, 400);
      assert.equal((await equipment('POST', `${path}/end`, { ended_at: '' })).status, 200);
    }
  });

  test('a call ends without a body, with an empty one, and with null', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const [body, extra] of [
      [undefined, {}],
      [undefined, headers],
      ['', headers],
      ['null', headers],
      [{ ended_at: null }, {}],
    ] as const) {
      const id = await opened();
      assert.equal((await equipment('POST', `/api/incidents/${id}/end`, body, extra)).status, 200, String(body));
      assert.deepEqual((await events(id)).at(-1), 'incident.ended');
    }
    const id = await opened();
    const missed = await equipment('POST', `/api/incidents/${id}/notes`);
    assert.deepEqual([missed.status, missed.body.detail], [400, 'The body must be an object']);
  });

  test('bad input is refused with what to fix, and writes nothing', async () => {
    const before = (await reader('GET', '/api/incidents')).body.incidents[0].id;
    for (const body of [
      {},
      { call: { caller_phone_number: '911' } },
      { call: {}, location: { latitude: 91, longitude: 0 } },
      { call: { colour: 'red' } },
      { call: { started_at: 'yesterday' } },
    ]) {
      const answer = await equipment('POST', '/api/incidents', body);
      assert.equal(answer.status, 400, JSON.stringify(body));
      assert.notEqual(answer.body.detail, '');
    }
    assert.equal((await reader('GET', '/api/incidents')).body.incidents[0].id, before);
    const id = await opened();
    assert.equal(
      (await equipment('POST', `/api/incidents/${id}/media`, { url: 'javascript:1', media_type: 'photo' })).status,
      400,
    );
  });

  test("another agency's incident is not there, and no other scope writes", async () => {
    const id = await opened();
    for (const clientId of ['sandbox-cad', 'sandbox-prepared-cad', 'sandbox-prepared-events', 'harbor-cad']) {
      const caller = await callerOf(world.app, clientId);
      assert.equal((await caller('POST', `/api/incidents/${id}/notes`, { text: 'x' })).status, 403, clientId);
      assert.equal((await caller('POST', '/api/incidents', { call: {} })).status, 403, clientId);
    }
    const harbor = await callerOf(world.app, 'harbor-cad');
    assert.equal((await harbor('GET', `/api/incidents/${id}`)).status, 404);
    const standing = DEMO_CLIENTS.find(
      ({ id: clientId }) => clientId === 'sandbox-call-handling',
    ) as ClientRegistration;
    await registerClient(world.parts, {
      registration: { ...standing, id: 'harbor-call-handling', applicationId: 'harbor', agencyId: 'harbor-city' },
      actor: { kind: 'system', id: 'test' },
      secret: new Secret('harbor-call-handling-secret'),
    });
    const theirs = await callerOf(world.app, 'harbor-call-handling');
    const own = (await theirs('POST', '/api/incidents', { call: {} })).body.id;
    for (const [path, body] of [
      [`${id}/notes`, { text: 'x' }],
      [`${id}/end`, {}],
      [`${id}/changes`, { changes: [{ note: { text: 'x' } }] }],
      [`${id}/merge`, { into: own }],
      [`${own}/merge`, { into: id }],
    ] as const) {
      assert.equal((await theirs('POST', `/api/incidents/${path}`, body)).status, 404, path);
    }
    assert.deepEqual(await events(id), ['incident.created', 'location.updated']);
    assert.deepEqual(await events(own), ['incident.created']);
    const unknown = '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11';
    assert.equal((await equipment('POST', `/api/incidents/${unknown}/notes`, { text: 'x' })).status, 404);
  });
});
