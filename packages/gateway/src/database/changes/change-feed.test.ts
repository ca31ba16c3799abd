import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../../../../testing/src/barrier.ts';
import { type DatabasePath, openDatabasePath } from '../../../../testing/src/database-path.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD, signedIn } from '../../../../testing/src/people.ts';
import { type TestPostgres, testPostgres } from '../../../../testing/src/postgres.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { TEST_URL, testClock, testWorld } from '../../../../testing/src/world.ts';
import { editAgency } from '../../agencies/edit-agency.ts';
import { editClient } from '../../authorization/clients/edit-client.ts';
import { findClient } from '../../authorization/clients/store.ts';
import type { Client } from '../../authorization/clients/types.ts';
import { revokeGrant } from '../../authorization/grants/revoke-grant.ts';
import { revokeToken } from '../../authorization/issued-tokens/revoke-token.ts';
import { issuePersonalToken } from '../../authorization/personal-tokens/issue-personal-token.ts';
import { actorOf } from '../../authorization/principals/principal.ts';
import { issueClientToken } from '../../authorization/tokens/issue-client-token.ts';
import { issuePasswordToken } from '../../authorization/tokens/issue-password-token.ts';
import { silentLog } from '../../kernel/log.ts';
import { editUser, endUserSessions } from '../../people/administration/administer-user.ts';
import type { User } from '../../people/users/types.ts';
import type { Database } from '../database.ts';
import { openPostgresDatabase } from '../engines/postgres/engine.ts';
import { CHANGE_KEPT_MS } from './change-feed.ts';

type World = Awaited<ReturnType<typeof testWorld>>;
const PAUSED_MS = 75_000;
const LONGER_THAN_CURRENT_MS = 2_000;

/** Everything that voids a token, each with a token it voids. */
function revocations(here: World) {
  const { parts } = here;
  const origin = originFrom();
  const client = async (id: string) => (await findClient(parts.database.read, id)) as Client;
  const tokenOf = async (id: string) =>
    (await issueClientToken(parts, { client: await client(id), scope: undefined, origin })).accessToken;
  const tokenOfPerson = async (person: User) => {
    const asked = { username: person.email, password: PASSWORD, scope: 'alerts', origin };
    return (await issuePasswordToken(parts, { ...asked, client: await client('sandbox-cad') })).accessToken;
  };
  const administering = async (userId: string) => {
    const principal = signedIn(await newPerson(parts, { role: 'admin' }));
    return { agencyId: 'sandbox-county', userId, actor: actorOf(principal), origin };
  };
  return {
    async 'its own revocation'() {
      const token = await tokenOf('sandbox-cad');
      return { token, revoke: async () => revokeToken(parts, { client: await client('sandbox-cad'), token, origin }) };
    },
    async 'the end of its grant'() {
      const principal = signedIn(await newPerson(parts, { role: 'admin' }));
      const { token, grant } = await issuePersonalToken(parts, { principal, scopes: ['read_agency'], origin });
      return {
        token: token.accessToken,
        revoke: () => revokeGrant(parts, { agencyId: 'sandbox-county', grantId: grant.id, principal, origin }),
      };
    },
    async 'the disabling of its client'() {
      const edit = (isDisabled: boolean) => async () => {
        const { agencyId, actor } = await administering('');
        await editClient(parts, {
          agencyId,
          clientId: 'sandbox-prepared-cad',
          edit: { isDisabled },
          actor,
          origin,
        });
      };
      return { token: await tokenOf('sandbox-prepared-cad'), revoke: edit(true), undo: edit(false) };
    },
    async 'the disabling of its agency'() {
      const edit = (isDisabled: boolean) => async () => {
        const { actor } = await administering('');
        const request = { agencyId: 'harbor-city', edit: { isDisabled }, timeZoneName: 'time_zone', actor, origin };
        await editAgency(parts, request);
      };
      return { token: await tokenOf('harbor-cad'), revoke: edit(true), undo: edit(false) };
    },
    async "the end of its person's sessions"() {
      const person = await newPerson(parts);
      const token = await tokenOfPerson(person);
      return { token, revoke: async () => void (await endUserSessions(parts, await administering(person.id))) };
    },
    async 'the disabling of its person'() {
      const person = await newPerson(parts);
      const edit = { isDisabled: true };
      return {
        token: await tokenOfPerson(person),
        revoke: async () => void (await editUser(parts, { ...(await administering(person.id)), edit })),
      };
    },
  } satisfies Record<string, () => Promise<{ token: string; revoke: () => Promise<void>; undo?: () => Promise<void> }>>;
}

onEachEngine('a process that could not look at access changes', (engine) => {
  let here: World;
  /** Does not look by itself, as a process that is stopped. */
  let paused: World;
  before(async () => {
    here = await testWorld(engine, { publicUrl: TEST_URL });
    paused = await testWorld(engine, { publicUrl: TEST_URL }, testClock());
    await paused.parts.changes.stop();
  });
  after(async () => {
    await paused.stop();
    await here.stop();
  });

  for (const [name, steps] of [
    ['behind by 90 s', -90_000],
    ['an hour ahead', 3_600_000],
    ['right', 0],
  ] as const) {
    test(`for 75 s, its clock ${name}, refuses what was revoked meanwhile at the first request`, async () => {
      paused.clock.step(steps);
      for (const [what, prepare] of Object.entries(revocations(here))) {
        const { token, revoke, undo } = (await prepare()) as Awaited<ReturnType<typeof prepare>> & {
          undo?: () => Promise<void>;
        };
        // An hour ahead, a token of 3,600 s is over; that is not what is asked here.
        if (steps <= 0) await paused.parts.bearer.check(token);
        await revoke();
        paused.clock.advance(PAUSED_MS);
        const refusal = await refusedWith('invalid_token', paused.parts.bearer.check(token));
        if (steps <= 0) assert.match(refusal.message, /revoked/, what);
        await undo?.();
        paused.clock.step(-PAUSED_MS);
      }
      paused.clock.step(-steps);
    });
  }

  test('until the changes were removed again, reads the whole standing anew', async () => {
    const { token, revoke, undo } = await revocations(here)['the disabling of its client']();
    paused.clock.advance(LONGER_THAN_CURRENT_MS);
    await paused.parts.bearer.check(token);
    await revoke();
    here.clock.advance(CHANGE_KEPT_MS + 1);
    await here.parts.changes.sweep();
    const left = await here.parts.database.read.selectFrom('access_changes').select('id').execute();
    assert.deepEqual(left, []);
    paused.clock.advance(LONGER_THAN_CURRENT_MS);
    await refusedWith('invalid_token', paused.parts.bearer.check(token));
    await undo();
    paused.clock.advance(CHANGE_KEPT_MS + 1);
    const { token: issuedSince } = await revocations(here)['the disabling of its client']();
    await paused.parts.bearer.check(issuedSince);
    await refusedWith('invalid_token', paused.parts.bearer.check(token));
  });
});

describe('access changes on PostgreSQL', () => {
  let postgres: TestPostgres;
  let path: DatabasePath;
  let here: World;
  let far: World;
  before(async () => {
    postgres = await testPostgres();
    const url = await postgres.newMigratedDatabase();
    path = await openDatabasePath(url);
    const openAt = (at: string) => ({
      name: 'postgres' as const,
      open: (): Promise<Database> => openPostgresDatabase(at, { writeConnections: 4, log: silentLog }),
    });
    here = await testWorld(openAt(url), { publicUrl: TEST_URL });
    far = await testWorld(openAt(path.url), { publicUrl: TEST_URL }, testClock());
  });
  after(async () => {
    await far.stop();
    await here.stop();
    await path.stop();
    await postgres.stop();
  });

  /** The hazard of a sequence: the lower number becomes visible after the higher one was read. */
  test('that commit in another order than they were written are all delivered', async () => {
    const { parts } = here;
    const received: string[] = [];
    far.parts.changes.on('user_released', ({ subject }) => received.push(subject));
    const opened: (() => void)[] = [];
    const gates = [0, 1, 2].map((index) => new Promise<void>((resolve) => opened.push(resolve) && index));
    const written: Promise<void>[] = [];
    for (const index of [0, 1, 2]) {
      let isWritten = () => {};
      const stored = new Promise<void>((resolve) => {
        isWritten = resolve;
      });
      written.push(
        parts.database.write(async (tx) => {
          await parts.changes.publish(tx, 'user_released', `change ${index}`);
          isWritten();
          await gates[index];
        }),
      );
      await stored;
    }
    // The last one first; and a look after each, so that the horizon has every chance to pass an open transaction.
    for (const [turn, index] of [2, 0, 1].entries()) {
      opened[index]?.();
      await written[index];
      await eventually(() => received.includes(`change ${index}`));
      far.clock.advance(LONGER_THAN_CURRENT_MS);
      await far.parts.changes.ensureCurrent();
      assert.equal(new Set(received).size, turn + 1);
    }
    assert.equal(received.length, 3, 'each once');
  });

  test('that cannot be read, for a silent connection, are 503 in each dialect, and 401 for what was revoked once they can', async () => {
    const { token, revoke } = await revocations(here)['its own revocation']();
    const ask = (url: string) => far.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
    const paths = ['/v1/alerts/alert-00000000-0000-7000-8000-000000000000', '/api/incidents', '/v1/incident_events'];
    assert.equal((await ask('/api/incidents')).statusCode, 200);
    path.silence();
    await revoke();
    far.clock.advance(LONGER_THAN_CURRENT_MS);
    for (const url of paths) {
      const answer = await ask(url);
      assert.equal(answer.statusCode, 503, url);
      assert.equal(answer.headers['retry-after'], '1', url);
    }
    const state = far.parts.changes.state();
    assert.equal(state.status, 'unavailable');
    path.restore();
    const statuses = new Set<number>();
    await eventually(async () => {
      const { statusCode } = await ask('/api/incidents');
      statuses.add(statusCode);
      return statusCode !== 503;
    });
    assert.ok(!statuses.has(200));
    assert.equal((await ask('/api/incidents')).statusCode, 401);
    assert.equal(far.parts.changes.state().status, 'ready');
  });
});
