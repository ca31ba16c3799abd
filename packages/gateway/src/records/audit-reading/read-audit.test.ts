import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AuditPage } from '@sallyport/contract';
import { raiseOne } from '../../../../testing/src/alerts.ts';
import { newSession } from '../../../../testing/src/application-sign-ins.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom } from '../../../../testing/src/people.ts';
import { planOf } from '../../../../testing/src/query-plan.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import type { AuditEntry } from '../../audit/types.ts';
import type { User } from '../../people/users/types.ts';
import { namesQuery } from './store.ts';

const AGENCY = 'sandbox-county';

onEachEngine('the names in a page of the audit', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let admin: User;
  let operator: User;
  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0 });
    admin = await newPerson(world.parts, { role: 'admin', firstName: 'Avery', lastName: 'Names' });
    operator = await newPerson(world.parts, { role: 'operator', agencyId: null, firstName: 'Ode', lastName: 'Rator' });
  });
  after(() => world.stop());

  const record = (entry: Partial<AuditEntry>) =>
    world.parts.database.write((tx) =>
      world.parts.audit.append(tx, {
        actor: { kind: 'user', id: admin.id },
        agencyId: AGENCY,
        action: 'incident.changed',
        outcome: 'success',
        origin: originFrom(),
        ...entry,
      }),
    );
  async function read(by: User, query: string): Promise<AuditPage> {
    const cookies = { sallyport_session: await newSession(world, by) };
    const answer = await world.app.inject({ method: 'GET', url: `/api/audit?${query}`, cookies });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json();
  }
  const nameOf = ({ names }: AuditPage, id: string, kind?: string) =>
    names.filter((each) => each.id === id && (kind === undefined || each.kind === kind)).map(({ name }) => name);

  test('state who, which client, which incident by its type, and what the detail has', async () => {
    const fire = await raiseOne(world.parts, { emergencyType: 'FIRE', isTest: true });
    const other = await raiseOne(world.parts, { emergencyType: 'BURGLARY' });
    await record({ subject: fire.id, detail: { into: other.id, client_id: 'sandbox-cad', text: "x' OR 1=1 --" } });
    const page = await read(admin, `incident_id=alert-${fire.id}&action=incident.changed`);
    assert.deepEqual(nameOf(page, admin.id), ['Avery Names']);
    assert.deepEqual(nameOf(page, fire.id), ['Fire (test)']);
    assert.deepEqual(nameOf(page, other.id), ['Burglary']);
    assert.deepEqual(nameOf(page, 'sandbox-cad'), ['Sandbox CAD']);
    assert.deepEqual(nameOf(page, AGENCY, 'agency'), ['Sandbox County 9-1-1']);
    assert.equal(new Set(page.names.map(({ kind, id }) => `${kind} ${id}`)).size, page.names.length, 'each once');
  });

  test('state the filter, also where nothing is found', async () => {
    const page = await read(admin, `person_id=${admin.id}&action=never.done`);
    assert.deepEqual(page.records, []);
    assert.deepEqual(page.names, [{ kind: 'person', id: admin.id, name: 'Avery Names' }]);
  });

  test('are of a webhook where its number is meant, and of nothing else that has that number', async () => {
    const webhook = { method: 'POST', url: '/api/webhooks' } as const;
    const cookies = { sallyport_session: await newSession(world, admin) };
    const payload = { name: 'Records system', url: 'https://93.184.215.14/hook', event_types: ['incident.created'] };
    const made = await world.app.inject({ ...webhook, cookies, payload: { ...payload, dialect: 'native' } });
    assert.equal(made.statusCode, 201, made.body);
    const id = String(made.json().webhook?.id ?? made.json().id);
    await record({ action: 'mapdata.location_added', subject: id });
    assert.deepEqual(nameOf(await read(admin, 'action=webhook.added'), id), ['Records system']);
    assert.deepEqual(nameOf(await read(admin, 'action=mapdata.location_added'), id), []);
  });

  test('are of nobody of another agency, but of who runs the installation', async () => {
    const stranger = await newPerson(world.parts, { agencyId: 'harbor-city', firstName: 'Harbor', lastName: 'Person' });
    const theirs = await raiseOne(world.parts, {}, { agencyId: 'harbor-city' });
    await record({ actor: { kind: 'user', id: operator.id }, subject: stranger.id, detail: { incident: theirs.id } });
    const own = await read(admin, `person_id=${stranger.id}`);
    assert.equal(own.records.length, 1);
    assert.deepEqual(nameOf(own, stranger.id), []);
    assert.deepEqual(nameOf(own, theirs.id), []);
    assert.deepEqual(nameOf(own, operator.id), ['Ode Rator']);
    const all = await read(operator, `person_id=${stranger.id}`);
    assert.deepEqual(nameOf(all, stranger.id), ['Harbor Person']);
    assert.deepEqual(nameOf(all, theirs.id), ['Burglary']);
    const ofOther = await read(operator, `person_id=${stranger.id}&agency_id=${AGENCY}`);
    assert.deepEqual(nameOf(ofOther, stranger.id), []);
  });

  test('are of the agency alone where only the filter, and no record, states an id', async () => {
    const unknown = await newPerson(world.parts, {
      role: 'operator',
      agencyId: null,
      firstName: 'Una',
      lastName: 'Sent',
    });
    for (const filter of [`person_id=${unknown.id}`, 'client_id=harbor-city', `person_id=${admin.id}`]) {
      const own = await read(admin, `${filter}&action=never.done`);
      const expected = filter.includes(admin.id) ? [{ kind: 'person', id: admin.id, name: 'Avery Names' }] : [];
      assert.deepEqual(own.names, expected, filter);
      assert.equal((await read(operator, `${filter}&action=never.done`)).names.length, 1, filter);
    }
  });

  test('are of the agency alone where somebody looked for an id, or stated to be a client', async () => {
    const unknown = await newPerson(world.parts, {
      role: 'operator',
      agencyId: null,
      firstName: 'Typed',
      lastName: 'Id',
    });
    await record({ action: 'incident.looked_up', subject: unknown.id });
    await record({ action: 'incident.looked_up', subject: 'harbor-city', detail: { claimed_client: 'harbor-cad' } });
    await record({ action: 'incident.looked_up', subject: admin.id });
    const own = await read(admin, 'action=incident.looked_up');
    assert.ok(own.records.some(({ subject }) => subject === unknown.id));
    for (const id of [unknown.id, 'harbor-city', 'harbor-cad']) assert.deepEqual(nameOf(own, id), [], id);
    assert.deepEqual(nameOf(own, admin.id), ['Avery Names']);
    const all = await read(operator, 'action=incident.looked_up');
    assert.deepEqual(nameOf(all, unknown.id), ['Typed Id']);
  });

  test('are none of what is removed, and of no detail that is no id', async () => {
    await record({
      action: 'role.removed',
      subject: '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11',
      detail: { list: [[1], {}] },
    });
    const page = await read(admin, 'action=role.removed');
    assert.deepEqual(nameOf(page, '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'), []);
  });

  test('are found by one statement, which reads no table whole', async () => {
    for (const agencyId of [AGENCY, null]) {
      const ids = Array.from({ length: 40 }, (_, index) => `0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d${index + 10}`);
      const plan = await world.parts.database.write(({ query }) =>
        planOf(
          query,
          engine.name,
          namesQuery(engine.name, { ids, statedIds: ids, webhookIds: [1], agencyId }).compile(query),
        ),
      );
      const whole = [...plan.matchAll(/\bSCAN (\w+)(?! USING)\b|Seq Scan on (\w+)/g)].map(
        ([, sqlite, postgres]) => sqlite ?? postgres,
      );
      assert.deepEqual(
        whole.filter((table) => table !== 'json_each'),
        [],
        plan,
      );
    }
  });
});
