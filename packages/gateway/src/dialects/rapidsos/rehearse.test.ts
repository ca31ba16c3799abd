import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Alert, TriggerRehearsal } from '@sallyport/contract';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { findClient } from '../../authorization/clients/store.ts';
import type { Client } from '../../authorization/clients/types.ts';
import { issueClientToken } from '../../authorization/tokens/issue-client-token.ts';

const GEODETIC = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };

onEachEngine('a rehearsed alert', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  const tokens = new Map<string, string>();
  before(async () => {
    world = await testWorld(engine);
    for (const id of ['sandbox-alarm', 'sandbox-cad']) {
      const client = (await findClient(world.parts.database.read, id)) as Client;
      tokens.set(
        id,
        (await issueClientToken(world.parts, { client, scope: undefined, origin: originFrom() })).accessToken,
      );
    }
  });
  after(() => world.stop());

  const post = (path: string, body: object, by = 'sandbox-alarm') =>
    world.app.inject({
      method: 'POST',
      url: path,
      headers: { authorization: `Bearer ${tokens.get(by)}` },
      payload: body,
    });
  const bodyOf = (event: object = {}, callflow = 'sandbox') => ({
    callflow,
    variables: {
      user: { full_name: 'Jordan Rivera', phone_number: '(555) 555-0123' },
      event: { emergency_type: 'BURGLARY', description: 'Front door', location: { geodetic: GEODETIC }, ...event },
    },
  });
  async function rehearsed(body: object): Promise<TriggerRehearsal> {
    const answer = await post('/v1/rem/rehearse', body);
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json();
  }
  async function raised(body: object): Promise<Alert> {
    const answer = await post('/v1/rem/trigger', body);
    assert.equal(answer.statusCode, 200, answer.body);
    const headers = { authorization: `Bearer ${tokens.get('sandbox-cad')}` };
    return (await world.app.inject({ url: `/v1/alerts/${answer.json().alert_id}`, headers })).json();
  }
  /** How many rows there are of everything that an alert writes. */
  async function rows(): Promise<readonly number[]> {
    const { read } = world.parts.database;
    const tables = ['incidents', 'events', 'incident_signals', 'audit_records', 'idempotency_keys'] as const;
    return Promise.all(
      tables.map(async (table) => {
        const { count } = await read
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<string | number>().as('count'))
          .executeTakeFirstOrThrow();
        return Number(count);
      }),
    );
  }

  test('looks as the alert does that is sent afterwards, and writes nothing', async () => {
    let written = await rows();
    for (const callflow of ['sandbox', 'sandbox-dispatch', 'sandbox-by-position']) {
      const body = bodyOf({ source_id: `looks-${callflow}` }, callflow);
      const { outcome, alert, phone, center } = await rehearsed(body);
      assert.deepEqual(center, { id: 'sandbox-county', name: 'Sandbox County 9-1-1' });
      assert.equal(outcome, 'new');
      assert.deepEqual(phone, { given: '(555) 555-0123', number: '+15555550123' });
      assert.deepEqual(await rows(), written);
      const sent = await raised(body);
      written = await rows();
      const { alert_id, covering_psap_first_viewed_time, ...shown } = alert;
      assert.equal(alert_id, 'alert-00000000-0000-0000-0000-000000000000');
      const { alert_id: _, covering_psap_first_viewed_time: __, ...stored } = sent;
      const untimed = (one: object) => JSON.parse(JSON.stringify(one).replaceAll(/\d{13}/g, '0'));
      assert.deepEqual({ ...untimed(shown), followers: [] }, { ...untimed(stored), followers: [] });
    }
  });

  test('that was sent before is a repeat, and what is new under its id a further signal', async () => {
    const body = bodyOf({ source_id: 'rehearsed-again' });
    const { alert_id } = await raised(body);
    assert.deepEqual(await rehearsed(body).then(({ outcome, alert }) => [outcome, alert.alert_id]), [
      'repeat',
      alert_id,
    ]);
    const more = bodyOf({ source_id: 'rehearsed-again', description: 'Then motion in the hall' });
    const { outcome, alert } = await rehearsed(more);
    assert.deepEqual([outcome, alert.alert_id, alert.description], ['further_signal', alert_id, 'Front door']);
  });

  for (const [name, body, by] of [
    ['a callflow that the client has not', bodyOf({}, 'nowhere'), 'sandbox-alarm'],
    ['no person', { callflow: 'sandbox', variables: { event: { location: { geodetic: GEODETIC } } } }, 'sandbox-alarm'],
    ['no place', { callflow: 'sandbox', variables: { user: bodyOf().variables.user } }, 'sandbox-alarm'],
    [
      'a position that no agency covers',
      bodyOf({ location: { geodetic: { ...GEODETIC, latitude: 10 } } }, 'sandbox-by-position'),
      'sandbox-alarm',
    ],
    ['a client that sends no alerts', bodyOf(), 'sandbox-cad'],
  ] as const) {
    test(`is refused in the words of the alert: ${name}`, async () => {
      const [rehearsal, trigger] = [await post('/v1/rem/rehearse', body, by), await post('/v1/rem/trigger', body, by)];
      assert.ok(trigger.statusCode >= 400);
      assert.deepEqual([rehearsal.statusCode, rehearsal.json()], [trigger.statusCode, trigger.json()]);
    });
  }

  test('with a number that cannot be read keeps it as it was given', async () => {
    const body = bodyOf();
    const variables = { ...body.variables, user: { full_name: 'Jordan Rivera', phone_number: 'ext. seven' } };
    assert.deepEqual((await rehearsed({ ...body, variables })).phone, { given: 'ext. seven', number: null });
  });
});
