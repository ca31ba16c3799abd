import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce } from '../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';

const HOUR_MS = 3_600_000;

onEachEngine('a CAD incident', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let cad: Caller;
  let equipment: Caller;
  let alarm: Caller;
  let portal: Caller;
  let made = 0;
  before(async () => {
    world = await testWorld(engine);
    await signOn();
  });
  after(() => world.stop());

  async function signOn(): Promise<void> {
    cad = await callerOf(world.app, 'sandbox-prepared-cad');
    equipment = await callerOf(world.app, 'sandbox-call-handling');
    alarm = await callerOf(world.app, 'sandbox-alarm');
    portal = await callerOf(world.app, 'sandbox-cad');
  }

  /** A number, a SIP call id, a seat and a CAD id that nobody has yet. */
  function fresh() {
    made += 1;
    return {
      phone: `+1555555${String(1_000 + made)}`,
      sip: `sip-${made}@calls.test`,
      seat: `seat ${made}`,
      id: `2026/${made}`,
    };
  }

  const find = (body: Record<string, unknown>) => cad('POST', '/v2/find_incident', body);
  const read = async (id: string) => (await cad('GET', `/v2/incidents/${encodeURIComponent(id)}`)).body;
  const report = (id: string, part: string, body: object, headers = {}) =>
    cad('POST', `/v2/incidents/${encodeURIComponent(id)}/${part}`, body, headers);
  const open = async (call: Record<string, unknown>) => (await equipment('POST', '/api/incidents', { call })).body.id;
  const raise = async (phone: string) => {
    const variables = {
      user: { full_name: 'Jordan Rivera', phone_number: phone },
      location: { latitude: 1, longitude: 2, uncertainty: 3 },
    };
    return (await alarm('POST', '/v1/rem/trigger', { callflow: 'sandbox', variables })).body.alert_id.slice(6);
  };
  const cards = async (incidentId: string) => {
    const { body } = await portal('GET', `/api/incidents/${incidentId}`);
    return new Map<string, string[]>(
      body.cards.map((card: { id: string; fields: { value: string }[] }) => [
        card.id,
        card.fields.map(({ value }) => value),
      ]),
    );
  };
  const log = async (incidentId: string) =>
    (
      await world.parts.database.read
        .selectFrom('events')
        .select('type')
        .where('incident_id', '=', incidentId)
        .orderBy('seq')
        .execute()
    ).map(({ type }) => type);

  test('is linked to the call of its number, before the SIP call id, before the seat', async () => {
    const [one, two, three] = [fresh(), fresh(), fresh()];
    const byPhone = await open({ caller_phone_number: one.phone });
    const bySip = await open({ sip_call_id: two.sip, caller_phone_number: two.phone });
    const bySeat = await open({ position: three.seat });
    const everything = { caller_phone_number: one.phone, sip_call_id: two.sip, position: three.seat };
    const first = await find({ cad_partner_incident_id: one.id, ...everything });
    assert.equal(first.status, 200);
    assert.deepEqual([first.body.incident_id, first.body.matched_by], [byPhone, 'caller_phone_number']);
    const second = await find({ cad_partner_incident_id: two.id, ...everything, caller_phone_number: fresh().phone });
    assert.deepEqual([second.body.incident_id, second.body.matched_by], [bySip, 'sip_call_id']);
    const third = await find({ cad_partner_incident_id: three.id, position: three.seat, sip_call_id: fresh().sip });
    assert.deepEqual([third.body.incident_id, third.body.matched_by], [bySeat, 'position']);
    assert.deepEqual(await log(byPhone), ['incident.created', 'cad.linked']);
  });

  test('is found again under its id, in whichever spelling of the number, and a repeat writes nothing', async () => {
    const { phone, id } = fresh();
    const call = await open({ caller_phone_number: phone });
    const first = await find({ cad_partner_incident_id: id, caller_phone_number: phone });
    for (const spelling of [phone, phone.slice(2), `tel://${phone.slice(1)}`]) {
      assert.deepEqual((await find({ cad_partner_incident_id: id, caller_phone_number: spelling })).body, first.body);
    }
    assert.deepEqual(await read(id), first.body);
    assert.deepEqual(await log(call), ['incident.created', 'cad.linked']);
  });

  test('what it sends besides is kept and shown, on the shell and on its call, and what is too much is refused by name', async () => {
    const { phone, sip, id } = fresh();
    const sent = { cad_partner_incident_id: id, caller_phone_number: phone };
    const priority = {
      priority: 'P1',
      units: ['E12', { callsign: 'L7' }],
      address: { street: '1 Elm St', note: null },
    };
    const shell = (await find({ ...sent, ...priority, access_token: 'not-a-fact', empty: '' })).body;
    const shown = ['P1', 'E12, {"callsign":"L7"}', '1 Elm St'];
    assert.deepEqual((await cards(shell.id)).get('cad')?.slice(3), shown);
    const call = await open({ caller_phone_number: phone });
    assert.deepEqual((await cards(call)).get('cad')?.slice(3), shown);
    const before = await log(call);
    await find({ ...sent, ...priority });
    await find(sent);
    assert.deepEqual(await log(call), before, 'a repeat that has nothing new');
    await find({ ...sent, priority: 'P2', hazards: 'oxygen in the garage' });
    assert.deepEqual((await cards(call)).get('cad')?.slice(3), ['P2', ...shown.slice(1), 'oxygen in the garage']);
    assert.equal((await log(call)).at(-1), 'cad.status_changed');

    const known = await cards(call);
    let deep: object = { end: 1 };
    for (let level = 0; level < 40; level += 1) deep = { inner: deep };
    for (const [name, value] of [
      ['deep', deep],
      ['long', 'x'.repeat(20_000)],
      ['many', Array.from({ length: 2_100 }, (_, index) => index)],
    ] as const) {
      const { status, body } = await find({ ...sent, sip_call_id: sip, [name]: value });
      assert.deepEqual([status, body.message.slice(0, 4)], [400, name], body.message);
    }
    for (const part of ['a', 'b', 'c', 'd'])
      assert.equal((await find({ ...sent, [part]: 'x'.repeat(16_000) })).status, 200);
    const full = await find({ ...sent, e: 'x'.repeat(2_000), f: 1 });
    assert.deepEqual(
      [full.status, full.body.message],
      [400, 'e is too large: all members have at most 65536 characters together'],
    );
    assert.deepEqual((await cards(call)).get('cad')?.slice(0, known.get('cad')?.length), known.get('cad'));
  });

  test('waits as a shell, which is shown, and is linked when its call or alert arrives by any key', async () => {
    for (const arrive of [
      { key: 'caller_phone_number', by: (keys: ReturnType<typeof fresh>) => open({ caller_phone_number: keys.phone }) },
      { key: 'caller_phone_number', by: (keys: ReturnType<typeof fresh>) => raise(keys.phone) },
      { key: 'sip_call_id', by: (keys: ReturnType<typeof fresh>) => open({ sip_call_id: keys.sip }) },
      { key: 'position', by: (keys: ReturnType<typeof fresh>) => open({ position: keys.seat }) },
    ]) {
      const keys = fresh();
      const sent = { caller_phone_number: keys.phone, sip_call_id: keys.sip, position: keys.seat };
      const shell = (await find({ cad_partner_incident_id: keys.id, ...sent })).body;
      assert.equal(shell.incident_id, null);
      const shown = (await portal('GET', `/api/incidents/${shell.id}`)).body;
      assert.deepEqual([shown.kind, shown.status.name], ['cad', 'WAITING']);
      assert.equal((await cards(shell.id)).get('cad')?.[0], keys.id);
      assert.equal((await report(keys.id, 'notes', { note: 'Caller is on the roof' })).status, 201);
      assert.equal((await report(keys.id, 'status', { status: 'ENROUTE' })).status, 201);

      const incident = await arrive.by(keys);
      const linked = await read(keys.id);
      assert.deepEqual([linked.incident_id, linked.matched_by], [incident, arrive.key]);
      assert.deepEqual((await log(incident)).at(-1), 'cad.linked');
      assert.deepEqual(await log(shell.id), [
        'incident.created',
        'note.added',
        'cad.status_changed',
        'incident.merged',
      ]);
      const drawn = await cards(incident);
      assert.deepEqual(drawn.get('cad')?.slice(0, 2), [keys.id, 'Enroute']);
      assert.deepEqual(drawn.get('notes'), ['Caller is on the roof']);
      assert.equal((await portal('GET', `/api/incidents/${shell.id}`)).body.status.name, 'MERGED');
    }
  });

  test('a note and a status after the link are events of the call, once a key', async () => {
    const { phone, id } = fresh();
    const call = await open({ caller_phone_number: phone });
    await find({ cad_partner_incident_id: id, caller_phone_number: phone });
    const key = { 'idempotency-key': `note ${id}` };
    const first = await report(id, 'notes', { note: 'Two patients' }, key);
    const repeat = await report(id, 'notes', { note: 'Two patients' }, key);
    assert.equal(first.status, 201);
    assert.equal(first.body.incident_id, call);
    assert.deepEqual(repeat, first);
    assert.equal((await report(id, 'notes', { note: 'Three patients' }, key)).status, 422);
    await report(id, 'status', { status: 'Dispatched' });
    await report(id, 'status', { status: 'On scene' });
    assert.deepEqual(await log(call), [
      'incident.created',
      'cad.linked',
      'note.added',
      'cad.status_changed',
      'cad.status_changed',
    ]);
    assert.equal((await read(id)).status, 'On scene');
    assert.deepEqual((await cards(call)).get('cad')?.slice(0, 2), [id, 'On scene']);
    assert.equal((await report('no such id', 'notes', { note: 'x' })).status, 404);
  });

  test('what a note or a status sends besides is kept and shown, and an author it names stands beside its CAD', async () => {
    const { phone, id } = fresh();
    const call = await open({ caller_phone_number: phone });
    await find({ cad_partner_incident_id: id, caller_phone_number: phone, beat: '4' });
    const note = { note: 'Two patients', author: 'Sam Agent, Sandbox County', priority: { code: 'P1' }, beat: null };
    assert.equal((await report(id, 'notes', note)).status, 201);
    assert.equal((await report(id, 'status', { status: 'On scene', radio_channel: 'TAC 2' })).status, 201);
    const drawn = (await cards(call)).get('cad') ?? [];
    for (const value of ['4', 'P1', 'TAC 2']) assert.ok(drawn.includes(value), `${value} in ${drawn}`);
    const { body } = await portal('GET', `/api/incidents/${call}`);
    const notes = body.cards.find(({ id: card }: { id: string }) => card === 'notes');
    assert.match(notes.fields[0].label, /^Sam Agent, Sandbox County \(.*CAD.*\), /);
    const long = { note: 'x', detail: 'y'.repeat(16_385) };
    assert.equal((await report(id, 'notes', long)).status, 400, 'what is too much is refused');
  });

  test('what each note or status sends besides stays with it, also where a later one says otherwise', async () => {
    const { phone, id } = fresh();
    const call = await open({ caller_phone_number: phone });
    const made = { cad_partner_incident_id: id, caller_phone_number: phone };
    await find({ ...made, nature: 'Smoke seen' });
    await find({ ...made, nature: 'Structure fire' });
    for (const unit of ['E4', 'L7'])
      assert.equal((await report(id, 'status', { status: 'ENROUTE', unit })).status, 201);
    for (const title of ['Hydrant', 'Gas'])
      assert.equal((await report(id, 'notes', { note: 'See title', title })).status, 201);
    const { body } = await portal('GET', `/api/incidents/${call}/time_line`);
    const line = JSON.stringify(body);
    for (const words of ['Smoke seen', 'Structure fire', 'Unit: E4', 'Unit: L7', 'Title: Hydrant', 'Title: Gas'])
      assert.ok(line.includes(words), `${words} is not in ${line}`);
    const notes = (await cards(call)).get('notes') ?? [];
    assert.match(notes.join(), /Hydrant.*Gas/s);
  });

  test("a caller's second emergency gets the second call: what is over and taken is not taken again", async () => {
    const { phone, id } = fresh();
    const first = await open({ caller_phone_number: phone });
    assert.equal((await find({ cad_partner_incident_id: id, caller_phone_number: phone })).body.incident_id, first);
    const other = (await find({ cad_partner_incident_id: `${id} b`, caller_phone_number: phone })).body;
    assert.equal(other.incident_id, first, 'fire and police may both have a number for one call');
    await equipment('POST', `/api/incidents/${first}/end`, {});
    const waiting = (await find({ cad_partner_incident_id: `${id} c`, caller_phone_number: phone })).body;
    assert.equal(waiting.incident_id, null);
    const second = await open({ caller_phone_number: phone });
    assert.equal((await read(`${id} c`)).incident_id, second);
    assert.equal((await read(id)).incident_id, first);
  });

  test('moves only to another call of a new number or SIP call id, and never becomes a shell again', async () => {
    const [one, two, three] = [fresh(), fresh(), fresh()];
    const wrong = await open({ caller_phone_number: one.phone });
    const right = await open({ caller_phone_number: two.phone, position: two.seat });
    await open({ position: three.seat });
    await find({ cad_partner_incident_id: one.id, caller_phone_number: one.phone });
    const bySeat = await find({ cad_partner_incident_id: one.id, position: three.seat });
    assert.equal(bySeat.body.incident_id, wrong);
    const unknown = await find({ cad_partner_incident_id: one.id, caller_phone_number: fresh().phone });
    assert.equal(unknown.body.incident_id, wrong);
    const moved = await find({ cad_partner_incident_id: one.id, caller_phone_number: two.phone });
    assert.deepEqual([moved.body.incident_id, moved.body.matched_by], [right, 'caller_phone_number']);
    assert.deepEqual(await log(wrong), ['incident.created', 'cad.linked', 'cad.unlinked']);
    assert.deepEqual(await log(right), ['incident.created', 'cad.linked']);
    assert.equal((await cards(wrong)).get('cad'), undefined);
  });

  test('follows a merge, of its call and of the shell it is', async () => {
    const [one, two] = [fresh(), fresh()];
    const twice = await open({ caller_phone_number: one.phone });
    const goesOn = await open({ caller_phone_number: two.phone });
    await find({ cad_partner_incident_id: one.id, caller_phone_number: one.phone });
    const shell = (await find({ cad_partner_incident_id: `${one.id} b`, sip_call_id: one.sip })).body;
    for (const id of [twice, shell.id]) {
      assert.equal((await equipment('POST', `/api/incidents/${id}/merge`, { into: goesOn })).status, 200);
    }
    assert.equal((await read(one.id)).incident_id, goesOn);
    assert.equal((await read(`${one.id} b`)).incident_id, goesOn);
    await report(one.id, 'notes', { note: 'Still there' });
    const each = ['incident.merged_in', 'cad.linked'];
    assert.deepEqual(await log(goesOn), ['incident.created', ...each, ...each, 'note.added']);
  });

  test('a seat waits ten minutes for its next call, a number four hours', async () => {
    const [one, two] = [fresh(), fresh()];
    await find({ cad_partner_incident_id: one.id, position: one.seat });
    await find({ cad_partner_incident_id: two.id, caller_phone_number: two.phone });
    world.clock.advance(11 * 60_000);
    await open({ position: one.seat });
    const call = await open({ caller_phone_number: two.phone });
    assert.equal((await read(one.id)).incident_id, null);
    assert.equal((await read(two.id)).incident_id, call);
    const three = fresh();
    const old = await open({ caller_phone_number: three.phone });
    await find({ cad_partner_incident_id: `${three.id} b`, caller_phone_number: fresh().phone });
    world.clock.advance(4 * HOUR_MS + 1);
    await signOn();
    const late = (await find({ cad_partner_incident_id: three.id, caller_phone_number: three.phone })).body;
    assert.notEqual(late.incident_id, old);
    assert.equal(late.incident_id, null);
  });

  test('and its call that arrive at once are linked, once, whichever comes first', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { phone, id } = fresh();
      const results = await atOnce(6, async (index): Promise<string> => {
        if (index % 3 === 0) return open({ caller_phone_number: phone, sip_call_id: phone });
        return (await find({ cad_partner_incident_id: `${id} ${index % 3}`, caller_phone_number: phone })).body.id;
      });
      const ids = results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)));
      assert.equal(new Set(ids).size, 3, ids.join(', '));
      const call = ids[0] ?? '';
      for (const index of [1, 2]) assert.equal((await read(`${id} ${index}`)).incident_id, call);
      assert.deepEqual(
        (await log(call)).filter((type) => type === 'cad.linked'),
        ['cad.linked', 'cad.linked'],
      );
    }
  });

  test("is nobody else's: another agency's CAD neither finds the call nor sees the incident", async () => {
    const { phone, id } = fresh();
    const call = await open({ caller_phone_number: phone });
    const harbor = await callerOf(world.app, 'harbor-prepared-cad');
    const theirs = await harbor('POST', '/v2/find_incident', {
      cad_partner_incident_id: id,
      caller_phone_number: phone,
    });
    assert.equal(theirs.body.incident_id, null);
    const own = (await find({ cad_partner_incident_id: id, caller_phone_number: phone })).body;
    assert.equal(own.incident_id, call);
    assert.equal((await harbor('GET', `/v2/incidents/${encodeURIComponent(`${id}x`)}`)).status, 404);
    assert.equal((await harbor('GET', `/v2/incidents/${encodeURIComponent(id)}`)).body.id, theirs.body.id);
  });

  test('is refused in the dialect, without credentials, without the scope, without a key', async () => {
    const stranger = await world.app.inject({ method: 'POST', url: '/v2/find_incident', payload: {} });
    assert.equal(stranger.statusCode, 401);
    assert.deepEqual(Object.keys(stranger.json()), ['error', 'message']);
    const events = await callerOf(world.app, 'sandbox-prepared-events');
    assert.equal((await events('POST', '/v2/find_incident', { cad_partner_incident_id: 'x' })).status, 403);
    assert.equal((await cad('GET', '/v1/incident_events')).status, 403);
    const keyless = await find({ cad_partner_incident_id: fresh().id });
    assert.equal(keyless.status, 400);
    assert.match(keyless.body.message, /caller_phone_number, sip_call_id, position/);
  });
});
