import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { raiseOne } from '../../../../testing/src/alerts.ts';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { verifyChains } from '../../audit/verify-chains.ts';
import { findOrMakeCadIncident } from '../cad/find-cad-incident.ts';
import { mergeIncident } from '../changes/merge-incident.ts';
import { readHistory } from '../events/read-history.ts';
import { findIncident } from '../incident/store.ts';
import { attendSeat, STORED_SIGN_LASTS_MS, seatsAtWork } from '../seats/seats.ts';
import { claimIncident } from './claim-incident.ts';
import { closeIncident, reopenIncident } from './close-incident.ts';
import { CLAIM_GRACE_MS, freeSilentClaims } from './free-silent-claims.ts';
import { releaseClaim } from './release-claim.ts';

const PEOPLE = [
  { userId: 'user-a', name: 'Ada Example' },
  { userId: 'user-b', name: 'Bo Example' },
] as const;
const SEATS = ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d88', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d89'] as const;

onEachEngine('a claim', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let there: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
    there = await testWorld(engine, {}, world.clock);
  });
  after(async () => {
    await there.stop();
    await world.stop();
  });

  const agencyId = 'sandbox-county';
  const of = (incidentId: string, who: 0 | 1) => ({
    agencyId,
    incidentId,
    colleague: PEOPLE[who],
    actor: { kind: 'user', id: PEOPLE[who].userId } as const,
  });
  const claim = (id: string, who: 0 | 1, takeOverReason: string | null = null, at = world) =>
    claimIncident(at.parts, { ...of(id, who), seat: SEATS[who], takeOverReason });
  const attend = (who: 0 | 1, incidentId: string | null = null) =>
    attendSeat(world.parts, { agencyId, colleague: PEOPLE[who], seat: SEATS[who], incidentId });
  /** The parts, and how many transactions were begun by them. */
  function countingWrites() {
    let count = 0;
    const { database } = world.parts;
    const write: typeof database.write = (...work) => {
      count += 1;
      return database.write(...work);
    };
    const counted = new Proxy(database, {
      get(target, name) {
        const member = name === 'write' ? write : Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    return { parts: { ...world.parts, database: counted }, written: () => count };
  }
  const logOf = async (id: string) =>
    (await readHistory(world.parts, agencyId, id))
      .map(({ type }) => type)
      .filter((type) => /^incident\.(claimed|released|closed|reopened)$/.test(type));
  const claimOf = async (id: string) => (await findIncident(world.parts.database.read, agencyId, id))?.claim;

  test('is one person’s of two who claim at one instant, on two processes, and the other is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await raiseOne(world.parts);
      const results = await atOnce(2, (index) => claim(id, index as 0 | 1, null, index === 0 ? world : there));
      assert.equal(succeeded(results).length, 1);
      assert.deepEqual(
        failed(results).map((err) => (err as { code?: string }).code),
        ['conflict'],
      );
      assert.deepEqual(await logOf(id), ['incident.claimed']);
      assert.equal((await claimOf(id))?.name, succeeded(results)[0]?.claim?.name);
    }
  });

  test('is taken over with a word alone, kept by who has it, and given back by them alone', async () => {
    const { id } = await raiseOne(world.parts);
    await claim(id, 0);
    await claim(id, 0);
    await refusedWith('conflict', claim(id, 1));
    await refusedWith('conflict', releaseClaim(world.parts, of(id, 1)));
    await refusedWith('conflict', closeIncident(world.parts, { ...of(id, 1), outcome: null }));
    assert.equal((await claim(id, 1, 'Shift change')).claim?.name, 'Bo Example');
    await refusedWith('conflict', releaseClaim(world.parts, of(id, 0)));
    await releaseClaim(world.parts, of(id, 1));
    await releaseClaim(world.parts, of(id, 1));
    assert.equal(await claimOf(id), null);
    assert.deepEqual(await logOf(id), ['incident.claimed', 'incident.claimed', 'incident.released']);
    const taken = (await readHistory(world.parts, agencyId, id)).filter(({ type }) => type === 'incident.claimed')[1];
    assert.ok(taken?.type === 'incident.claimed');
    assert.deepEqual([taken.body.takenFrom?.name, taken.body.takeOverReason], ['Ada Example', 'Shift change']);
  });

  test('and what its seat looks at are one transaction: a refused claim leaves the seat as it was', async () => {
    const [{ id }, other] = [await raiseOne(world.parts), await raiseOne(world.parts)];
    const lookedAt = async () =>
      new Map((await seatsAtWork(world.parts, agencyId)).map(({ userId, incidentId }) => [userId, incidentId]));
    await attend(1, other.id);
    const { parts, written } = countingWrites();
    await claimIncident(parts, { ...of(id, 0), seat: SEATS[0], takeOverReason: null });
    assert.equal(written(), 1);
    assert.equal((await lookedAt()).get('user-a'), id);
    await refusedWith('conflict', claim(id, 1));
    assert.equal((await lookedAt()).get('user-b'), other.id);
  });

  test('moves to the seat its person works at now, without an event', async () => {
    const { id } = await raiseOne(world.parts);
    await claim(id, 0);
    const moved = await claimIncident(world.parts, { ...of(id, 0), seat: SEATS[1], takeOverReason: null });
    assert.equal(moved.claim?.seat, SEATS[1]);
    assert.deepEqual(await logOf(id), ['incident.claimed']);
  });

  test('is free once its seat is silent for 45 s, once, however many processes look; a seat that gives a sign keeps it', async () => {
    const [kept, freed] = [await raiseOne(world.parts), await raiseOne(world.parts)];
    await attend(0);
    await attend(1);
    await claim(kept.id, 0);
    await claim(freed.id, 1);
    world.clock.advance(CLAIM_GRACE_MS - 1);
    await attend(0, kept.id);
    await freeSilentClaims(world.parts);
    assert.ok(await claimOf(freed.id), 'not before its time');
    world.clock.advance(STORED_SIGN_LASTS_MS + 2);
    await atOnce(4, (index) => freeSilentClaims((index % 2 === 0 ? world : there).parts));
    assert.equal(await claimOf(freed.id), null);
    assert.equal((await claimOf(kept.id))?.name, 'Ada Example');
    assert.deepEqual(await logOf(freed.id), ['incident.claimed', 'incident.released']);
  });

  test('is kept for 45 s after a sign that was not stored', async () => {
    const { id } = await raiseOne(world.parts);
    await claim(id, 0);
    world.clock.advance(STORED_SIGN_LASTS_MS - 1);
    await attend(0, id);
    world.clock.advance(CLAIM_GRACE_MS);
    await freeSilentClaims(world.parts);
    assert.ok(await claimOf(id));
    world.clock.advance(2);
    await freeSilentClaims(world.parts);
    assert.equal(await claimOf(id), null);
  });

  test('ends with the closing of its incident, which is over until somebody works on it again', async () => {
    const { id } = await raiseOne(world.parts);
    await claim(id, 0);
    const closed = await closeIncident(world.parts, { ...of(id, 0), outcome: 'False alarm' });
    assert.deepEqual([closed.claim, closed.closing?.outcome, closed.status], [null, 'False alarm', 'NEW']);
    await refusedWith('conflict', closeIncident(world.parts, { ...of(id, 0), outcome: null }));
    await reopenIncident(world.parts, of(id, 1));
    await closeIncident(world.parts, { ...of(id, 1), outcome: null });
    assert.equal((await claim(id, 1)).closing, null);
    assert.deepEqual(await logOf(id), [
      'incident.claimed',
      'incident.closed',
      'incident.released',
      'incident.reopened',
      'incident.closed',
      'incident.reopened',
      'incident.claimed',
    ]);
  });

  test('and a closing are refused about another agency’s incident and about an alert that waits for an answer', async () => {
    const { id } = await raiseOne(world.parts, {}, { agencyId: 'harbor-city' });
    await refusedWith('not_found', claim(id, 0));
    await refusedWith('not_found', closeIncident(world.parts, { ...of(id, 0), outcome: null }));
    await refusedWith('not_found', attend(0, id));
    const waiting = await raiseOne(world.parts, {}, { requestsDispatch: true });
    await refusedWith('conflict', closeIncident(world.parts, { ...of(waiting.id, 0), outcome: null }));
  });

  test('ends with the merge of its incident, which every seat learns by an event, whichever way it is merged', async () => {
    const [call, goesOn] = [await raiseOne(world.parts), await raiseOne(world.parts)];
    await claim(call.id, 0);
    const merge = { clientId: 'sandbox-call-handling', agencyId, incidentId: call.id, intoId: goesOn.id };
    await mergeIncident(world.parts, { ...merge, idempotencyKey: null, origin: originFrom() });
    const cad = await findOrMakeCadIncident(world.parts, {
      ...{ clientId: 'sandbox-cad', agencyId, partnerIncidentId: 'CAD-CLAIMED', suppliedBy: 'Sandbox CAD' },
      ...{ callerPhoneGiven: '+15555550177', sipCallId: null, position: null, further: {}, origin: originFrom() },
    });
    await claim(cad.id, 1);
    await raiseOne(world.parts, { callerPhoneGiven: '+15555550177' });
    for (const id of [call.id, cad.id]) {
      assert.equal(await claimOf(id), null);
      const last = (await readHistory(world.parts, agencyId, id)).filter(({ type }) => type === 'incident.released');
      assert.deepEqual(
        last.map(({ body }) => (body as { releasedAs?: string }).releasedAs),
        ['merged'],
        id,
      );
    }
  });

  test('a seat is listed with what it looks at while it gives signs, and a socket gives them for it', async () => {
    const { id } = await raiseOne(world.parts);
    const looking = await attend(0, id);
    assert.deepEqual(
      looking.filter(({ userId }) => userId === 'user-a').map(({ name, incidentId }) => [name, incidentId]),
      [['Ada Example', id]],
    );
    const leave = world.parts.seats.attend(`user-a/${SEATS[0]}`);
    world.clock.advance(14_000);
    await world.parts.seats.look();
    world.clock.advance(14_000);
    const present = async () => (await seatsAtWork(world.parts, agencyId)).map(({ userId }) => userId);
    assert.deepEqual(await present(), ['user-a']);
    leave();
    await world.parts.seats.look();
    world.clock.advance(7_000);
    assert.deepEqual(await present(), []);
  });

  test('a sign is written where it changes something, or the stored one is 5 s old', async () => {
    const { id } = await raiseOne(world.parts);
    const { parts, written } = countingWrites();
    const sign = (incidentId: string | null, name = 'Ada Example') =>
      attendSeat(parts, { agencyId, colleague: { ...PEOPLE[0], name }, seat: SEATS[0], incidentId });
    const countAfter = async (work: () => Promise<unknown>) => {
      const before = written();
      await work();
      return written() - before;
    };
    await sign(null);
    assert.equal(await countAfter(() => sign(null)), 0);
    assert.equal(await countAfter(() => sign(id)), 1);
    assert.equal(await countAfter(() => sign(id, 'Ada Example-Jones')), 1);
    assert.equal(await countAfter(() => sign(null)), 1);
    world.clock.advance(STORED_SIGN_LASTS_MS);
    assert.equal(await countAfter(() => sign(null)), 1, 'one without a socket is written as it grows old');
    const leave = world.parts.seats.attend(`user-a/${SEATS[0]}`);
    for (let beats = 0; beats < 4; beats += 1) {
      world.clock.advance(4_900);
      await world.parts.seats.look();
      assert.equal(await countAfter(() => sign(null)), 0, 'the socket keeps it young');
    }
    leave();
  });

  test('everything of it is in the audit, whose chains hold', async () => {
    assert.deepEqual((await verifyChains(world.parts.database)).faults, []);
  });
});
