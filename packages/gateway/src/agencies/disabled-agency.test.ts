import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callerOf } from '../../../testing/src/caller.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { newPerson, PASSWORD } from '../../../testing/src/people.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { activeSubscriptions } from '../delivery/webhooks/active/store.ts';
import { addBoard } from '../incidents/wall-boards/wall-boards.ts';
import { editAgency } from './edit-agency.ts';
import { setBoundary } from './set-boundary.ts';

const AGENCY = 'harbor-city';
const OTHER = 'sandbox-county';
const actor = { kind: 'console', id: 'test' } as const;
const SQUARE = {
  type: 'Polygon',
  coordinates: [
    [
      [-74, 40],
      [-73, 40],
      [-73, 41],
      [-74, 41],
      [-74, 40],
    ],
  ],
};

onEachEngine('an agency that is disabled', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
    for (const agencyId of [AGENCY, OTHER]) await setBoundary(world.parts, { agencyId, geometry: SQUARE, actor });
  });
  after(() => world.stop());

  const setDisabled = (isDisabled: boolean) =>
    editAgency(world.parts, { agencyId: AGENCY, edit: { isDisabled }, timeZoneName: 'time_zone', actor });

  async function ask(method: 'GET' | 'POST', url: string, headers: Record<string, string> = {}, payload?: object) {
    const answer = await world.app.inject({ method, url, headers, ...(payload && { payload }) });
    // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the body
    return { status: answer.statusCode, body: (answer.body === '' ? null : answer.json()) as any, answer };
  }
  const credentialsOf = (id: string) => ({ client_id: id, client_secret: `${id}-secret` });
  const tokenOf = (id: string, more: object = {}) =>
    ask('POST', '/oauth/v2/token', {}, { ...credentialsOf(id), grant_type: 'client_credentials', ...more });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const signIn = (email: string, password = PASSWORD) => ask('POST', '/api/session', {}, { email, password });
  const cookieOf = ({ answer }: Awaited<ReturnType<typeof ask>>) => ({
    cookie: answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
  });
  const stored = async (table: 'incidents' | 'events') =>
    Number(
      (
        await world.parts.database.read
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('count'))
          .where('agency_id', '=', AGENCY)
          .executeTakeFirstOrThrow()
      ).count,
    );

  async function stationOf() {
    const call = await callerOf(world.app, 'sandbox-alarm');
    const raise = (callflow: string, sourceId: string) =>
      call('POST', '/v1/rem/trigger', {
        callflow,
        variables: {
          user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
          event: {
            emergency_type: 'BURGLARY',
            source_id: sourceId,
            location: { geodetic: { latitude: 40.7484, longitude: -73.9857 } },
          },
        },
      });
    return { call, raise };
  }

  test('lets nobody of it in, ends what was open, and lets all go on once it is enabled', async () => {
    const person = await newPerson(world.parts, { agencyId: AGENCY });
    const elsewhere = await newPerson(world.parts);
    const token = (await tokenOf('harbor-cad')).body.access_token as string;
    const by = { grant_type: 'password', username: person.email, password: PASSWORD };
    const tokenOfPerson = (await tokenOf('harbor-cad', by)).body.access_token as string;
    const deeplink = await ask('POST', '/integrations/irp', bearer(tokenOfPerson), { query: 'tel://15555550123' });
    const session = cookieOf(await signIn(person.email));
    assert.equal((await ask('GET', '/api/session', session)).status, 200);
    assert.equal((await ask('GET', '/v1/alerts', bearer(token))).status, 200);

    assert.notEqual((await setDisabled(true)).disabledAt, null);
    assert.equal((await ask('GET', '/api/session', session)).status, 401);
    for (const one of [token, tokenOfPerson]) {
      assert.equal((await ask('GET', '/v1/alerts', bearer(one))).status, 401);
    }
    const ticket = new URL(deeplink.body.url ?? deeplink.answer.headers.location);
    assert.equal((await world.app.inject(ticket.pathname)).statusCode, 410);
    for (const refused of [await tokenOf('harbor-cad'), await tokenOf('harbor-cad', by)]) {
      assert.equal(refused.status, 401, JSON.stringify(refused.body));
      assert.match(JSON.stringify(refused.body), /agency of this client is disabled/);
    }
    // Who proves nothing learns nothing.
    const guessed = await tokenOf('harbor-cad', { client_secret: 'wrong' });
    assert.doesNotMatch(JSON.stringify(guessed.body), /disabled/);
    const refused = await signIn(person.email);
    assert.equal(refused.status, 401);
    assert.match(JSON.stringify(refused.body), /Your agency is disabled/);
    assert.doesNotMatch(JSON.stringify((await signIn(person.email, 'wrong')).body), /agency is disabled/);
    assert.equal((await signIn(elsewhere.email)).status, 200);
    assert.equal((await tokenOf('sandbox-cad')).status, 200);

    assert.equal((await setDisabled(false)).disabledAt, null);
    assert.equal((await ask('GET', '/api/session', session)).status, 401, 'the session has ended');
    assert.equal((await ask('GET', '/v1/alerts', bearer(tokenOfPerson))).status, 401, "a person's token has ended");
    assert.equal((await ask('GET', '/v1/alerts', bearer(token))).status, 200);
    assert.equal((await signIn(person.email)).status, 200);
  });

  test('takes no alert and no word about one, says so to the sender, and stores nothing', async () => {
    const { call, raise } = await stationOf();
    const { body: open } = await raise('harbor', 'open-before');
    await setDisabled(true);
    const before = [await stored('incidents'), await stored('events')];
    const answers = [
      await raise('harbor', 'sent-after'),
      await call('POST', `/v1/alerts/${open.alert_id}/log_messages`, {
        message: 'Send somebody',
        message_type: 'CHAT_MESSAGE',
      }),
      await call('PATCH', `/v1/alerts/${open.alert_id}`, { status: 'CANCELED' }),
    ];
    for (const { status, body } of answers) {
      assert.equal(status, 403, JSON.stringify(body));
      assert.match(body.detail, /harbor-city is disabled on this server: nobody was notified/);
    }
    assert.deepEqual([await stored('incidents'), await stored('events')], before);
    const repeated = await raise('harbor', 'open-before');
    assert.equal(repeated.body.alert_id, open.alert_id, 'a repeat is answered as before');
    await setDisabled(false);
    assert.equal((await raise('harbor', 'sent-after')).status, 200);
  });

  test('is passed over by position, where another one covers it', async () => {
    const { raise } = await stationOf();
    const agencyOf = async (id: string) =>
      (
        await world.parts.database.read
          .selectFrom('incidents')
          .select('agency_id')
          .where('id', '=', id.replace('alert-', ''))
          .executeTakeFirstOrThrow()
      ).agency_id;
    assert.equal(await agencyOf((await raise('sandbox-by-position', 'by-position-1')).body.alert_id), AGENCY);
    await setDisabled(true);
    assert.equal(await agencyOf((await raise('sandbox-by-position', 'by-position-2')).body.alert_id), OTHER);
    await setBoundary(world.parts, {
      agencyId: OTHER,
      geometry: { type: 'Polygon', coordinates: [SQUARE.coordinates[0]?.map(([x = 0, y = 0]) => [x + 20, y])] },
      actor,
    });
    const alone = await raise('sandbox-by-position', 'by-position-3');
    assert.equal(alone.status, 403, JSON.stringify(alone.body));
    await setDisabled(false);
  });

  test('has its webhooks held back', async () => {
    const call = await callerOf(world.app, 'harbor-cad');
    const url = 'http://127.0.0.1:9/hook';
    const { body } = await call('POST', '/v1/webhooks/subscriptions', { url, event_types: ['alert.new'] });
    const active = () => activeSubscriptions(world.parts.database, [body.id], world.clock.now());
    assert.equal((await active()).length, 1);
    await setDisabled(true);
    assert.deepEqual(await active(), []);
    await setDisabled(false);
    assert.equal((await active()).length, 1);
  });

  test('has its wall displays closed', async () => {
    const { token } = await addBoard(world.parts, {
      ...{ agencyId: AGENCY, name: 'North wall', filter: {}, madeBy: 'Avery Admin', actor },
      origin: { source: '127.0.0.1', requestId: 'r' },
    });
    const read = async () => (await ask('GET', '/api/board', { 'sallyport-board': token.reveal() })).status;
    assert.equal(await read(), 200);
    await setDisabled(true);
    assert.equal(await read(), 403);
    await setDisabled(false);
    assert.equal(await read(), 200);
  });

  test('has a record of each change', async () => {
    const records = await world.parts.database.read
      .selectFrom('audit_records')
      .select('action')
      .where('subject', '=', AGENCY)
      .where('action', 'in', ['agency.disabled', 'agency.enabled'])
      .execute();
    assert.equal(records.filter(({ action }) => action === 'agency.disabled').length, 5);
    assert.equal(records.length, 10);
  });
});
