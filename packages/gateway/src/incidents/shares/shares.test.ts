import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { raiseOne } from '../../../../testing/src/alerts.ts';
import { eventually } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, signedIn } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { setAlertSettings } from '../../agencies/alert-settings.ts';
import { setBoundary } from '../../agencies/set-boundary.ts';
import { SYSTEM } from '../../audit/actors.ts';
import { verifyChains } from '../../audit/verify-chains.ts';
import type { Principal } from '../../authorization/principals/principal.ts';
import { pack } from '../../database/packed/pack.ts';
import { CrossingWatch } from '../../delivery/streams/crossing-watch.ts';
import { answerTransferred, openTransferredCard } from '../../intake/act-on-transferred.ts';
import { endTransferForPerson, readTransferForPerson } from '../../intake/transfer-for-person.ts';
import { readHistory } from '../events/read-history.ts';
import { unpackedParts } from '../incident/packed-parts.ts';
import { readArea } from '../queue/area.ts';
import { deleteWhole } from '../retention/sweep-incidents.ts';
import { listRinging } from '../transfers/list-ringing.ts';
import { listTransfers } from '../transfers/read-transfer.ts';
import { endShare } from './end-share.ts';
import { giveShare } from './give-share.ts';
import { listShares } from './list-shares.ts';
import { sharesOfIncident } from './shares-of-incident.ts';
import type { Share } from './types.ts';

const ADA = { userId: 'user-a', name: 'Ada Example' };
const GIVER = 'sandbox-county';
const RECEIVER = 'harbor-city';
const THIRD = 'third-city';
const HOUR_MS = 3_600_000;
const SECRET = 'penicillin canary';

onEachEngine('incidents that are shared with another agency', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let bo: Principal;
  let admin: Principal;
  let given: Share[] = [];
  before(async () => {
    world = await testWorld(engine);
    const added = { id: THIRD, name: 'Third City', time_zone: 'UTC', created_at: world.clock.now() };
    await world.parts.database.write((tx) => tx.query.insertInto('agencies').values(added).execute());
    bo = signedIn(await newPerson(world.parts, { agencyId: RECEIVER, firstName: 'Bo', lastName: 'Example' }));
    admin = signedIn(await newPerson(world.parts));
  });
  after(() => world.stop());
  beforeEach(async () => {
    for (const { id } of given) await end(id, GIVER).catch(() => undefined);
    given = [];
  });

  const by = { kind: 'user', id: ADA.userId } as const;
  async function share(
    { area, ...rule }: Partial<Omit<Share, 'area'>> & { area?: string },
    { toAgencyId = RECEIVER, agencyId = GIVER, forHours = 24 } = {},
  ): Promise<Share> {
    const nothing = { kind: null, emergencyType: null, includesSensitive: false, mayAnswer: false, reason: null };
    const stated = { ...nothing, ...rule, area: area === undefined ? null : readArea(area) };
    const who = { colleague: ADA, actor: by, origin: originFrom() };
    const made = await giveShare(world.parts, { ...stated, ...who, agencyId, toAgencyId, forHours });
    given.push(made);
    return made;
  }
  const end = (shareId: string, agencyId = RECEIVER) =>
    endShare(world.parts, { agencyId, shareId, colleague: ADA, actor: by, origin: originFrom() });
  const listed = async (agencyId = RECEIVER) =>
    (await listTransfers(world.parts, agencyId)).filter(({ shareId }) => shareId !== null);
  const seen = async (agencyId = RECEIVER) => (await listed(agencyId)).map(({ incidentId }) => incidentId);
  async function crossing(incidentId: string): Promise<string> {
    const found = (await listed()).find((each) => each.incidentId === incidentId);
    assert.ok(found, 'it crosses');
    return found.id;
  }
  const read = (transferId: string, agencyId = RECEIVER, principal = bo) =>
    readTransferForPerson(world.parts, { principal, agencyId, transferId, origin: originFrom() });
  const change = (id: string, changed: object) =>
    world.parts.database.write((tx) => tx.query.updateTable('incidents').set(changed).where('id', '=', id).execute());
  const actionsOf = async (agencyId: string, subject: string) => {
    const rows = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['action', 'actor_id'])
      .where('agency_id', '=', agencyId)
      .where('subject', '=', subject)
      .execute();
    return rows.map(({ action }) => action);
  };
  const at = (latitude: number, longitude: number) => ({
    location: {
      ...{ latitude, longitude, uncertaintyRadius: 25, civic: null, source: 'test' },
      locatedAt: world.clock.now(),
    },
  });

  test('cross by kind or type, also those that came before, and by an id that names none; both audits have it', async () => {
    const fire = await raiseOne(world.parts, { emergencyType: 'FIRE' });
    const tested = await raiseOne(world.parts, { emergencyType: 'FIRE', isTest: true });
    const burglary = await raiseOne(world.parts);
    assert.deepEqual(await seen(), []);
    const fires = await share({ emergencyType: 'FIRE' });
    assert.deepEqual((await seen()).sort(), [fire.id, tested.id].sort());
    assert.deepEqual([await seen(THIRD), await seen(GIVER)], [[], []]);
    const id = await crossing(fire.id);
    assert.ok(!id.includes(fire.id));
    assert.equal((await read(id)).incident.id, fire.id);
    assert.equal((await read(id, GIVER, admin)).incident.id, fire.id);
    await refusedWith('not_found', read(id, THIRD));
    const number = Number(id.split('.')[1]);
    for (const other of [
      `${fires.id}.${number + 2}`,
      `${fires.id}.99999`,
      fires.id,
      `${fire.id}.${number}`,
      `${id}0`,
    ]) {
      await refusedWith('not_found', read(other));
    }
    await share({ kind: 'alert' });
    assert.ok((await seen()).includes(burglary.id));
    assert.equal((await seen()).filter((each) => each === fire.id).length, 1);
    await share({ kind: 'call', emergencyType: 'FIRE' }, { toAgencyId: THIRD });
    assert.deepEqual(await seen(THIRD), []);
    assert.deepEqual(await actionsOf(GIVER, fires.id), ['share.given']);
    assert.deepEqual(await actionsOf(RECEIVER, fires.id), ['share.received']);
    assert.deepEqual(await actionsOf(RECEIVER, id), ['incident.looked_up']);
    assert.ok((await actionsOf(GIVER, fire.id)).includes('incident.looked_up'));
    assert.deepEqual(await actionsOf(THIRD, id), []);
  });

  test('cross no more once they move, become of another type, end, are closed, merged or removed', async () => {
    const { id } = await raiseOne(world.parts, { emergencyType: 'GAS', ...at(10, 10) });
    await share({ emergencyType: 'GAS', area: '9,9,11,11' });
    const transferId = await crossing(id);
    const isGone = async (changed: object, back: object) => {
      await change(id, changed);
      await refusedWith('not_found', read(transferId));
      assert.deepEqual(await seen(), []);
      await change(id, back);
      await read(transferId);
    };
    const row = await world.parts.database.read
      .selectFrom('incidents')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const { location, ...parts } = unpackedParts(row.packed ?? assert.fail('it is not packed'), row.created_at);
    const elsewhere = pack({ ...parts, location: { ...location, latitude: 11.000001 } }, row.created_at);
    await isGone({ packed: elsewhere }, { packed: row.packed });
    await isGone({ packed: pack(parts, row.created_at) }, { packed: row.packed });
    await isGone({ emergency_type: 'FIRE' }, { emergency_type: row.emergency_type });
    await isGone({ emergency_type: null }, { emergency_type: row.emergency_type });
    await isGone({ ended_at: 1 }, { ended_at: null });
    await isGone({ closed_at: 1 }, { closed_at: null });
    await isGone({ status: 'MERGED', kind: 'call' }, { status: row.status, kind: row.kind });
    await isGone({ status: 'WAITING', kind: 'cad' }, { status: row.status, kind: row.kind });
    await world.parts.database.write((tx) => deleteWhole(tx.query, [id]));
    await refusedWith('not_found', read(transferId));
  });

  test('are listed for one incident of the giver, as long as each shows it', async () => {
    const { id } = await raiseOne(world.parts, { emergencyType: 'GAS', ...at(10, 10) });
    const showing = async (agencyId = GIVER) => {
      const shares = await sharesOfIncident(world.parts, { agencyId, incidentId: id });
      return shares.map((each) => each.id);
    };
    assert.deepEqual(await showing(), []);
    const gas = await share({ emergencyType: 'GAS' });
    world.clock.advance(1);
    const near = await share({ area: '9,9,11,11' }, { toAgencyId: THIRD });
    await share({ emergencyType: 'FIRE' });
    await share({ kind: 'call' });
    await share({ emergencyType: 'GAS' }, { agencyId: THIRD, toAgencyId: GIVER });
    assert.deepEqual(await showing(), [gas.id, near.id]);
    await refusedWith('not_found', showing(RECEIVER));
    await refusedWith('not_found', showing(THIRD));
    await change(id, { emergency_type: 'FLOOD' });
    assert.deepEqual(await showing(), [near.id]);
    await end(near.id, THIRD);
    assert.deepEqual(await showing(), []);
    await change(id, { emergency_type: 'GAS', ended_at: 1 });
    assert.deepEqual(await showing(), []);
  });

  test('are not shared by a box of more than half the earth, as one is whose west and east are exchanged', async () => {
    for (const area of ['-73.96,40.70,-74.02,40.76', '-180,-90,180,90', '-90.5,0,90,1', '1,0,-178.5,1']) {
      await refusedWith('invalid_request', share({ area }));
    }
    await assert.rejects(share({ area: '-73.96,40.70,-74.02,40.76' }), {
      message: /goes 360 degrees .* must go 180 at most\. Send west,south,east,north, with west above east only where/,
    });
    for (const area of ['172,51,-130,72', '176.9,-19.3,-178.2,-12.4', '-90,0,90,1']) {
      const { id } = await share({ area });
      await end(id);
    }
  });

  test('cross by area with its edges, over the antimeridian, and by a boundary as it was when it was shared', async () => {
    const inside = await raiseOne(world.parts, at(20, 20));
    const edge = await raiseOne(world.parts, at(21, 21));
    const outside = await raiseOne(world.parts, at(21.0001, 20));
    const beyond = await raiseOne(world.parts, at(20, -179.5));
    await share({ area: '19,19,21,21' });
    assert.deepEqual((await seen()).sort(), [inside.id, edge.id].sort());
    await share({ area: '179,19,-179,21' }, { toAgencyId: THIRD });
    assert.deepEqual(await seen(THIRD), [beyond.id]);
    await refusedWith('conflict', share({ area: 'boundary' }, { toAgencyId: THIRD }));
    const square = (from: number, to: number) => ({
      type: 'Polygon',
      coordinates: [[[from, from], [to, from], [to, to], [from, to], [from, from]]], // biome-ignore format: one ring a line
    });
    const set = (geometry: unknown) => setBoundary(world.parts, { agencyId: THIRD, geometry, actor: SYSTEM });
    await set(square(19, 20.5));
    await share({ area: 'boundary' }, { toAgencyId: THIRD });
    assert.deepEqual((await seen(THIRD)).sort(), [inside.id, beyond.id].sort());
    await set(square(19, 22));
    assert.ok(!(await seen(THIRD)).includes(outside.id), 'the receiver does not widen what it sees');
    await set(null);
    assert.ok((await seen(THIRD)).includes(inside.id));
  });

  test('cross no more once the share expires, is ended by either, once, or an agency of both is disabled', async () => {
    const { id } = await raiseOne(world.parts, { emergencyType: 'FLOOD' });
    for (const ender of [GIVER, RECEIVER]) {
      const one = await share({ emergencyType: 'FLOOD' });
      const transferId = await crossing(id);
      await refusedWith('not_found', end(one.id, THIRD));
      await refusedWith(
        'conflict',
        endTransferForPerson(world.parts, { principal: bo, agencyId: RECEIVER, transferId, origin: originFrom() }),
      );
      await end(one.id, ender);
      await refusedWith('not_found', read(transferId));
      await refusedWith('not_found', end(one.id, ender));
      for (const side of [GIVER, RECEIVER]) assert.ok((await actionsOf(side, one.id)).includes('share.ended'));
    }
    const one = await share({ emergencyType: 'FLOOD' }, { forHours: 1 });
    const transferId = await crossing(id);
    const set = (agency: string, disabled_at: number | null) =>
      world.parts.database.write((tx) =>
        tx.query.updateTable('agencies').set({ disabled_at }).where('id', '=', agency).execute(),
      );
    for (const agency of [GIVER, RECEIVER]) {
      await set(agency, world.clock.now());
      await refusedWith('not_found', read(transferId));
      assert.deepEqual(await seen(), []);
      await set(agency, null);
    }
    const counts = async (agencyId: string) =>
      (await listShares(world.parts, agencyId)).filter((each) => each.id === one.id).map((each) => each.incidentsNow);
    assert.deepEqual([await counts(GIVER), await counts(RECEIVER), await counts(THIRD)], [[1], [1], []]);
    world.clock.advance(HOUR_MS - 1);
    await read(transferId);
    world.clock.advance(1);
    await refusedWith('not_found', read(transferId));
    await refusedWith('not_found', end(one.id));
    assert.deepEqual(await seen(), []);
    assert.deepEqual([await counts(GIVER), await counts(RECEIVER)], [[null], [null]]);
    world.clock.advance(30 * 24 * HOUR_MS);
    assert.deepEqual([await counts(GIVER), await counts(RECEIVER)], [[], []]);
  });

  test('are refused to itself, to nobody, and by a rule that states nothing', async () => {
    await refusedWith('invalid_request', share({ kind: 'alert' }, { toAgencyId: GIVER }));
    await refusedWith('invalid_request', share({}));
    await refusedWith('not_found', share({ kind: 'alert' }, { toAgencyId: 'nowhere-county' }));
    await refusedWith('not_found', share({ kind: 'alert' }, { agencyId: 'nowhere-county' }));
    assert.deepEqual(given, []);
  });

  test('have no sensitive card unless the giver said so, and then both record who opened it', async () => {
    const { id } = await raiseOne(world.parts, {
      emergencyType: 'SICK',
      facts: { medical: { allergies: SECRET }, vehicle: { plate: 'ABC1234' } },
    });
    const draw = (card: string) => (incident: { facts: Record<string, unknown> }) => incident.facts[card] ?? null;
    const open = (transferId: string, card = 'medical', agencyId = RECEIVER, principal = bo) =>
      openTransferredCard(world.parts, { principal, agencyId, transferId, card, origin: originFrom() }, draw(card));
    await share({ emergencyType: 'SICK' });
    await refusedWith('not_found', open(await crossing(id)));
    const wider = await share({ emergencyType: 'SICK', includesSensitive: true });
    const transferId = await crossing(id);
    assert.ok(transferId.startsWith(wider.id), 'of two shares the one that allows more');
    const { drawn, opening } = await open(transferId);
    assert.deepEqual(drawn, { allergies: SECRET });
    assert.equal(opening.name, 'Bo Example, Harbor City Dispatch');
    for (const [side, subject] of [
      [RECEIVER, transferId],
      [GIVER, id],
    ] as const) {
      // biome-ignore format: two pairs
      assert.equal((await actionsOf(side, subject)).filter((each) => each === 'incident.card_opened').length, 1);
    }
    await refusedWith('conflict', open(transferId, 'vehicle'));
    await refusedWith('not_found', open(transferId, 'nothing'));
    await refusedWith('not_found', open(transferId, 'medical', THIRD));
    await refusedWith('not_found', open(transferId, 'medical', GIVER, admin));
    await end(wider.id);
    await refusedWith('not_found', open(transferId));
    assert.equal((await actionsOf(GIVER, id)).filter((each) => each === 'incident.card_opened').length, 1);
  });

  test('are answered by the receiver where the giver said so, in its log and both audits, and not after the end', async () => {
    const { id } = await raiseOne(world.parts, { emergencyType: 'SMOKE' }, { requestsDispatch: true });
    const answer = (transferId: string, status: 'ACCEPTED' | 'DECLINED' | null, agencyId = RECEIVER) =>
      answerTransferred(world.parts, {
        ...{ principal: bo, agencyId, transferId, status, disposition: null, declineReason: null },
        origin: originFrom(),
      });
    const seeing = await share({ emergencyType: 'SMOKE' });
    await refusedWith('forbidden', answer(await crossing(id), 'ACCEPTED'));
    await end(seeing.id);
    const answering = await share({ emergencyType: 'SMOKE', mayAnswer: true });
    const transferId = await crossing(id);
    await refusedWith('not_found', answer(transferId, 'ACCEPTED', THIRD));
    await refusedWith('not_found', answer(transferId, 'ACCEPTED', GIVER));
    await answer(transferId, 'ACCEPTED');
    await refusedWith('conflict', answer(transferId, 'DECLINED'));
    const changed = (await readHistory(world.parts, GIVER, id)).findLast(({ type }) => type === 'alert.status_changed');
    assert.ok(changed?.type === 'alert.status_changed');
    assert.deepEqual(
      [changed.body.by.sender, changed.body.by.entityName, changed.body.by.side],
      ['Bo Example, Harbor City Dispatch', 'Sandbox County 9-1-1', 'psap'],
    );
    assert.ok((await actionsOf(GIVER, id)).includes('alert.changed'));
    assert.deepEqual(
      (await actionsOf(RECEIVER, transferId)).filter((each) => each === 'transfer.answered'),
      ['transfer.answered'],
    );
    await end(answering.id, GIVER);
    await refusedWith('not_found', answer(transferId, null));
  });

  test('ring at the receiver as its own do where it may answer them, until they are answered or over', async () => {
    const ringing = async (agencyId = RECEIVER) =>
      (await listRinging(world.parts, agencyId)).map(({ incidentId, about }) => [incidentId, about.status]);
    const { id, acceptBy } = await raiseOne(world.parts, { emergencyType: 'CHEMICAL' }, { requestsDispatch: true });
    const other = await raiseOne(world.parts, { emergencyType: 'CHEMICAL', isTest: true });
    const seeing = await share({ emergencyType: 'CHEMICAL' });
    assert.deepEqual(await ringing(), [], 'what it sees alone sounds once');
    await end(seeing.id);
    await share({ emergencyType: 'CHEMICAL', mayAnswer: true });
    const expected = [
      [id, 'DISPATCH_REQUESTED'],
      [other.id, 'NEW'],
    ];
    assert.deepEqual((await ringing()).sort(), expected.sort());
    assert.deepEqual([await ringing(GIVER), await ringing(THIRD)], [[], []]);
    const waits = (await listRinging(world.parts, RECEIVER)).find(({ incidentId }) => incidentId === id);
    assert.equal(waits?.about.acceptBy, acceptBy);
    const hide = (hidesTests: boolean) =>
      setAlertSettings(world.parts, { agencyId: RECEIVER, changes: { hidesTests }, actor: by, origin: originFrom() });
    await hide(true);
    assert.deepEqual(await ringing(), [[id, 'DISPATCH_REQUESTED']]);
    await change(id, { status: 'TIMEOUT' });
    assert.deepEqual(await ringing(), [[id, 'TIMEOUT']], 'unanswered it goes on');
    await change(id, { status: 'DECLINED' });
    assert.deepEqual(await ringing(), []);
    await change(id, { status: 'NEW', ended_at: 1 });
    assert.deepEqual(await ringing(), []);
    await hide(false);
  });

  test('are stated to the seats of the receiver alone as they come, change, end and expire', async () => {
    const changed: string[] = [];
    const streams = {
      agenciesFollowingTransfers: () => [RECEIVER, THIRD],
      transfersChanged: (agencyId: string) => void changed.push(agencyId),
    };
    const { database, clock, loops } = world.parts;
    const watch = new CrossingWatch({ database, clock, loops, streams });
    watch.start();
    /** Resolves once the receiver was notified after `act`, and the third agency was not. */
    async function isNotified(act: () => Promise<unknown>): Promise<void> {
      const before = changed.length;
      await act();
      await eventually(() => changed.length > before);
      assert.ok(changed.slice(before).every((agencyId) => agencyId === RECEIVER));
    }
    try {
      await eventually(() => changed.includes(RECEIVER) && changed.includes(THIRD));
      const first = await raiseOne(world.parts, { emergencyType: 'TORNADO' });
      let one: Share | undefined;
      await isNotified(async () => {
        one = await share({ emergencyType: 'TORNADO' }, { forHours: 1 });
      });
      await isNotified(() => raiseOne(world.parts, { emergencyType: 'TORNADO' }));
      await isNotified(() => change(first.id, { updated_at: world.clock.now() + 1 }));
      await isNotified(() => end(one?.id ?? '', GIVER));
      await isNotified(() => share({ emergencyType: 'TORNADO' }, { forHours: 1 }));
      await isNotified(async () => world.clock.advance(HOUR_MS));
    } finally {
      await watch.stop();
    }
  });

  test('leaves audit chains that hold', async () => {
    assert.deepEqual((await verifyChains(world.parts.database)).faults, []);
  });
});
