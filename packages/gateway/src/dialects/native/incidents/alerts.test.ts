import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { raiseOne } from '../../../../../testing/src/alerts.ts';
import { eventually } from '../../../../../testing/src/barrier.ts';
import { type Caller, callerOf } from '../../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../../testing/src/engines.ts';
import { newPerson, PASSWORD } from '../../../../../testing/src/people.ts';
import { testWorld } from '../../../../../testing/src/world.ts';

onEachEngine('alerts in the native API', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let cookie = '';
  let email = '';
  let station: Caller;
  before(async () => {
    world = await testWorld(engine);
    email = (await newPerson(world.parts, { role: 'admin' })).email;
    const payload = { email, password: PASSWORD };
    const answer = await world.app.inject({ method: 'POST', url: '/api/session', payload });
    cookie = `sallyport_session=${answer.cookies[0]?.value}`;
    station = await callerOf(world.app, 'sandbox-alarm');
  });
  after(() => world.stop());

  async function person(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) {
    const answer = await world.app.inject({ method, url, headers: { cookie }, ...(payload && { payload }) });
    // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the body
    return { status: answer.statusCode, body: answer.json<any>() };
  }

  test('a dispatcher accepts, chats and disposes; the incident shows it with what may come next, and the sender reads it', async () => {
    const { id, acceptBy } = await raiseOne(world.parts, {}, { requestsDispatch: true });
    const { body: before } = await person('GET', `/api/incidents/${id}`);
    assert.equal(before.alert.accept_by, new Date(acceptBy ?? 0).toISOString());
    assert.equal(before.accept_by, before.alert.accept_by);
    assert.deepEqual(
      before.alert.next_statuses.map(({ name }: { name: string }) => name),
      ['ACCEPTED', 'DECLINED'],
    );
    const accepted = await person('PATCH', `/api/incidents/${id}/alert`, { status: 'ACCEPTED' });
    assert.equal(accepted.status, 200);
    assert.equal(accepted.body.accept_by, null);
    assert.ok(accepted.body.next_dispositions.length === 7);
    assert.equal((await person('PATCH', `/api/incidents/${id}/alert`, { status: 'DECLINED' })).status, 409);
    assert.equal((await person('POST', `/api/incidents/${id}/messages`, { text: 'Which door?' })).status, 201);
    await station('POST', `/v1/alerts/alert-${id}/log_messages`, { message: 'The rear', message_type: 'CHAT_MESSAGE' });
    const closed = await person('PATCH', `/api/incidents/${id}/alert`, { disposition: 'CLOSED' });
    assert.deepEqual(
      closed.body.log.map(({ text, side, sender }: Record<string, string>) => [text, side, sender]),
      [
        ['Dispatch Requested', 'central_station', 'Sandbox Alarm Company'],
        ['Received', 'psap', email],
        ['Which door?', 'psap', email],
        ['The rear', 'central_station', 'Sandbox Alarm Company'],
        ['Closed', 'psap', email],
      ],
    );
    assert.deepEqual(closed.body.next_dispositions, []);
    const { body } = await station('GET', `/v1/alerts/alert-${id}/log_messages`);
    assert.equal(body.total_records, 5);
    assert.deepEqual(
      [body.log_messages[1].sender, body.log_messages[1].entity_display_name],
      [email, 'Sandbox County 9-1-1'],
    );
  });

  test('an alert is found by the id that partners know, whole, in capitals or from its start on', async () => {
    const { id } = await raiseOne(world.parts);
    for (const text of [`alert-${id}`, ` ALERT-${id.toUpperCase()} `, `alert-${id.slice(0, 8)}`, id]) {
      const { status, body } = await person('GET', `/api/find?text=${encodeURIComponent(text)}&limit=50`);
      assert.equal(status, 200, text);
      assert.ok(
        body.found.some(({ incident }: { incident: { id: string } }) => incident.id === id),
        text,
      );
    }
    for (const text of [`alert-${id}0`, `alert-alert-${id}`]) {
      assert.deepEqual((await person('GET', `/api/find?text=${text}`)).body.found, [], text);
    }
  });

  test('what a person searches for is recorded once it is answered, and what is no search is not', async () => {
    const [text, none] = ['nobody of that name', '-- x'];
    assert.equal((await person('GET', `/api/find?text=${encodeURIComponent(text)}`)).status, 200);
    assert.equal((await person('GET', `/api/find?text=${encodeURIComponent(none)}`)).status, 400);
    const { body } = await person('GET', '/api/audit?action=incident.looked_up&limit=50');
    const subjects = body.records.map(({ subject }: { subject: string }) => subject);
    assert.deepEqual([subjects.includes(text), subjects.includes(none)], [true, false]);
  });

  test('what a person searches for is recorded, too, where the search fails', async () => {
    const rename = (from: string, to: string) =>
      world.parts.database.write(({ query }) =>
        query.executeQuery(CompiledQuery.raw(`ALTER TABLE ${from} RENAME TO ${to}`)),
      );
    await rename('search_texts', 'texts_elsewhere');
    assert.equal((await person('GET', '/api/find?text=unanswered')).status, 503);
    await rename('texts_elsewhere', 'search_texts');
    await eventually(async () => {
      const { body } = await person('GET', '/api/audit?action=incident.looked_up&limit=50');
      return body.records.some(({ subject }: { subject: string }) => subject === 'unanswered');
    });
    assert.equal((await person('GET', '/api/find?text=unanswered')).status, 200);
  });

  test('a sender is shown by the name that was authenticated, and what it calls itself stands beside that, marked', async () => {
    const { id } = await raiseOne(world.parts);
    const path = `/v1/alerts/alert-${id}/log_messages`;
    const stated = { message: 'Open the door', message_type: 'CHAT_MESSAGE' };
    for (const claim of [
      { sender: 'Sam Agent, Sandbox County', sender_id: 'agent-7' },
      { sender: 'Sallyport', sender_id: 'sallyport' },
    ]) {
      const { body: line } = await station('POST', path, { ...stated, ...claim });
      assert.deepEqual([line.sender, line.sender_id], ['Sandbox Alarm Company', 'RapidSOS-sandbox-alarm']);
      assert.deepEqual([line.claimed_sender, line.claimed_sender_id], [claim.sender, claim.sender_id]);
      const shown = (await person('GET', `/api/incidents/${id}`)).body.alert.log.at(-1);
      assert.deepEqual([shown.sender, shown.claimed_sender], ['Sandbox Alarm Company', claim.sender]);
      const listed = (await station('GET', path)).body.log_messages.at(-1);
      assert.deepEqual([listed.sender, listed.claimed_sender], ['Sandbox Alarm Company', claim.sender]);
    }
    const own = await station('POST', path, { ...stated, sender: 'Sandbox Alarm Company', sender_id: 'sandbox-alarm' });
    assert.ok(!('claimed_sender' in own.body) && !('claimed_sender_id' in own.body), 'nothing else was claimed');
  });

  test('a message is taken whatever its sender calls itself, and all of that is kept', async () => {
    const { id } = await raiseOne(world.parts);
    const path = `/v1/alerts/alert-${id}/log_messages`;
    for (const [claim, kept] of [
      [{ sender: 7, sender_id: 41 }, ['7', '41']],
      [{ sender: { name: 'Night desk', seat: 3 } }, ['Night desk', '3']],
      [{ sender: ['Riley', 'Sam'], sender_id: { id: 'op-7' } }, ['Riley', 'Sam', 'op-7']],
      [{ sender: `${'a'.repeat(120)} end` }, ['a end']],
      [{ sender: null, sender_id: null }, []],
      [{ sender: '\u200b', sender_id: '' }, []],
    ] as const) {
      const sent = await station('POST', path, {
        message: 'Somebody is inside',
        message_type: 'CHAT_MESSAGE',
        ...claim,
      });
      assert.equal(sent.status, 200, JSON.stringify(sent.body));
      assert.equal(sent.body.sender, 'Sandbox Alarm Company');
      const lines = JSON.stringify((await station('GET', path)).body.log_messages.slice(-2));
      for (const words of ['Somebody is inside', ...kept]) assert.ok(lines.includes(words), `${words} in ${lines}`);
    }
  });

  test('what is sent besides a status, a disposition or a message is in the log, for both sides', async () => {
    const { id } = await raiseOne(world.parts);
    const path = `/v1/alerts/alert-${id}`;
    const cad = await callerOf(world.app, 'sandbox-cad');
    const stated: readonly [Caller, string, string, object, string[]][] = [
      [
        cad,
        'PATCH',
        path,
        { status: 'ACCEPTED', note: 'Engine 4 goes', units: [{ id: 'E4' }] },
        ['Engine 4 goes', 'E4'],
      ],
      [cad, 'PATCH', path, { disposition: 'ENROUTE', case: { number: 'C-77' } }, ['C-77']],
      [
        station,
        'POST',
        `${path}/log_messages`,
        {
          message: 'The rear',
          message_type: 'CHAT_MESSAGE',
          media: 'https://media.example/1.jpg',
          zone: 'x'.repeat(2_000),
        },
        ['The rear', 'https://media.example/1.jpg', 'x'.repeat(900)],
      ],
    ];
    for (const [by, method, url, body, words] of stated) {
      assert.equal((await by(method as 'POST', url, body)).status, 200);
      const logs = (await station('GET', `${path}?extra=logs`)).body.logs;
      const shown = (await person('GET', `/api/incidents/${id}`)).body.alert.log;
      for (const log of [logs, shown])
        for (const word of words)
          assert.ok(JSON.stringify(log).includes(word), `${word} is not in ${JSON.stringify(log)}`);
      assert.ok(logs.every(({ message }: { message: string }) => message.length <= 1_000));
    }
    const other = { message: 'Elsewhere', message_type: 'CHAT_MESSAGE', alert_id: 'alert-of-somebody' };
    const refused = await station('POST', `${path}/log_messages`, other);
    assert.deepEqual([refused.status, refused.body.detail], [400, 'alert_id must be that of the path, or left out']);
  });

  test('declining states why, and a call has nothing to answer', async () => {
    const { id } = await raiseOne(world.parts);
    const declined = await person('PATCH', `/api/incidents/${id}/alert`, {
      status: 'DECLINED',
      decline_reason: 'Not ours',
    });
    assert.equal(declined.body.decline_reason, 'Not ours');
    const equipment = await callerOf(world.app, 'sandbox-call-handling');
    const { body: call } = await equipment('POST', '/api/incidents', { call: {} });
    assert.equal((await person('PATCH', `/api/incidents/${call.id}/alert`, { status: 'ACCEPTED' })).status, 404);
    assert.equal((await person('POST', `/api/incidents/${call.id}/messages`, { text: 'Hello' })).status, 404);
    assert.equal((await person('GET', `/api/incidents/${call.id}`)).body.alert, null);
  });

  test("an agency's own deadline holds from the next request on, and its lists leave tests out where it states it", async () => {
    const test = await raiseOne(world.parts, { emergencyType: 'FIRE', isTest: true });
    const real = await raiseOne(world.parts, { emergencyType: 'FIRE' });
    const listed = async (query = '') => {
      const { body } = await person('GET', `/api/incidents${query}`);
      return body.incidents.map(({ id }: { id: string }) => id) as string[];
    };
    assert.ok((await listed()).includes(test.id));
    const settings = { accept_within_seconds: 90, hides_test_alerts: true };
    const stored = { ...settings, sensitive_cards: [] };
    assert.deepEqual((await person('PATCH', '/api/alert-settings', settings)).body, stored);
    assert.deepEqual((await person('GET', '/api/alert-settings')).body, stored);
    assert.ok(!(await listed()).includes(test.id));
    assert.ok((await listed()).includes(real.id));
    assert.ok((await listed('?tests=include')).includes(test.id));
    const cad = await callerOf(world.app, 'sandbox-cad');
    const { body } = await cad('GET', '/api/incidents');
    assert.ok(
      body.incidents.some(({ id }: { id: string }) => id === test.id),
      'a program sees everything',
    );
    world.clock.advance(1_000);
    const { acceptBy, createdAt } = await raiseOne(world.parts, {}, { requestsDispatch: true });
    assert.equal(acceptBy, createdAt + 90_000);
  });

  test('those that wait for an answer are listed however old they are, the nearest deadline first, tests as elsewhere', async () => {
    const agency = { accept_within_seconds: 600, hides_test_alerts: false };
    await person('PATCH', '/api/alert-settings', agency);
    const later = await raiseOne(world.parts, {}, { requestsDispatch: true });
    await raiseOne(world.parts);
    await person('PATCH', '/api/alert-settings', { accept_within_seconds: 300 });
    const drill = await raiseOne(world.parts, { emergencyType: 'FIRE', isTest: true }, { requestsDispatch: true });
    const waiting = async (query = '') => {
      const { body } = await person('GET', `/api/incidents?waiting=only${query}`);
      assert.equal(body.next_before, null);
      return (body.incidents.map(({ id }: { id: string }) => id) as string[]).filter((id) =>
        [later.id, drill.id].includes(id),
      );
    };
    assert.deepEqual(await waiting(), [drill.id, later.id]);
    assert.deepEqual(await waiting('&tests=exclude'), [later.id]);
    await person('PATCH', '/api/alert-settings', { hides_test_alerts: true });
    assert.deepEqual(await waiting(), [later.id]);
    await person('PATCH', `/api/incidents/${later.id}/alert`, { status: 'ACCEPTED' });
    assert.deepEqual(await waiting(), []);
    assert.equal((await person('GET', '/api/incidents?waiting=all')).status, 400);
  });
});
