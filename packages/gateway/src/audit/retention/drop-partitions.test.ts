import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { type TestPostgres, testPostgres } from '../../../../testing/src/postgres.ts';
import { type TestClock, testClock } from '../../../../testing/src/world.ts';
import type { Database } from '../../database/database.ts';
import { openPostgresDatabase } from '../../database/engines/postgres/engine.ts';
import { silentLog } from '../../kernel/log.ts';
import { createSystemRandom } from '../../kernel/random.ts';
import { createAudit } from '../append-record.ts';
import { auditKeysOf } from '../keys.ts';
import { verifyChains } from '../verify-chains.ts';
import { monthStart, type Partition } from './months.ts';
import { openMonths } from './open-months.ts';
import { partitionsOf } from './store.ts';
import { trimRecords } from './trim-records.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;
const random = createSystemRandom();
const keys = auditKeysOf([Buffer.alloc(32, 7).toString('base64')]);
const SYSTEM = { kind: 'system', id: 'test' } as const;

/** One server on a PostgreSQL of its own, whose one write connection has one chain. */
interface Server {
  readonly database: Database;
  readonly clock: TestClock;
  append(subject: string): Promise<void>;
  openMonths(): Promise<void>;
  trim(before?: number): Promise<number>;
  partitions(): Promise<Partition[]>;
  /** The subjects that are left, in the order of the chain. */
  subjects(): Promise<(string | null)[]>;
  faults(): Promise<readonly string[]>;
}

let postgres: TestPostgres;
before(async () => {
  postgres = await testPostgres();
});
after(() => postgres.stop());

async function startServer(t: { after(done: () => Promise<void>): void }, given?: Server): Promise<Server> {
  const url = given === undefined ? await postgres.newMigratedDatabase() : urls.get(given.database);
  assert.ok(url);
  const database = await openPostgresDatabase(url, { writeConnections: 1, log: silentLog });
  urls.set(database, url);
  t.after(() => database.close());
  const clock = given?.clock ?? testClock();
  // Later than the months that the migration makes by the machine's own time, and in whatever month days before the next one: a chain
  // that rested for a month is followed by another.
  if (given === undefined) clock.advance(monthStart(Math.max(Date.now(), clock.now()), 3) + 20 * DAY_MS - clock.now());
  const audit = createAudit({ clock, random, keys });
  return {
    database,
    clock,
    append: (subject) =>
      database.write((tx) =>
        audit.append(tx, { actor: SYSTEM, agencyId: null, action: 'test.done', outcome: 'success', subject }),
      ),
    openMonths: () => openMonths({ database, clock }),
    trim: (until = clock.now()) =>
      trimRecords({ database, audit }, { before: until, now: clock.now(), limit: 100, actor: SYSTEM }),
    partitions: () => partitionsOf(database.read),
    async subjects() {
      const rows = database.read.selectFrom('audit_records').select(['subject', 'chain', 'number']);
      return (await rows.where('action', '=', 'test.done').orderBy('at').execute()).map(({ subject }) => subject);
    },
    faults: async () => (await verifyChains(database, () => {}, { keys })).faults,
  };
}
const urls = new Map<Database, string>();
const names = (partitions: readonly Partition[]) => partitions.map(({ name }) => name);

test('the tables of the audit follow one another without a gap, from no beginning to no end', async (t) => {
  const server = await startServer(t);
  await server.openMonths();
  const partitions = await server.partitions();
  assert.equal(partitions[0]?.from, -Infinity);
  assert.equal(partitions.at(-1)?.to, Infinity);
  for (const [index, { to }] of partitions.slice(0, -1).entries()) assert.equal(to, partitions[index + 1]?.from);
  assert.equal(partitions.at(-1)?.from, monthStart(server.clock.now(), 2), 'this month and the next have tables');
  await server.openMonths();
  assert.deepEqual(names(await server.partitions()), names(partitions), 'once made they are left alone');
});

test('two processes that make months at once make them once', async (t) => {
  const server = await startServer(t);
  const other = await startServer(t, server);
  await Promise.all([server.openMonths(), other.openMonths()]);
  const all = names(await server.partitions());
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(await server.faults(), []);
});

test('what was written after the months that were made, by a server that makes none, is in a table of its own with an end', async (t) => {
  const server = await startServer(t);
  await server.append('by the version before');
  server.clock.advance(40 * DAY_MS);
  await server.append('a month later');
  const far = server.clock.now() + 400 * DAY_MS;
  server.clock.advance(400 * DAY_MS);
  await server.append('by a clock that is far ahead');
  server.clock.advance(server.clock.now() > far - DAY_MS ? -400 * DAY_MS : 0);
  await server.openMonths();
  const partitions = await server.partitions();
  assert.equal(partitions.at(-1)?.from, monthStart(server.clock.now(), 2));
  assert.equal((await server.subjects()).length, 3, 'nothing is lost');
  assert.deepEqual(await server.faults(), []);
  await server.append('from now on');
  assert.deepEqual(await server.faults(), []);
});

test('retention drops whole months whose records are all old enough, and the rest still proves everything', async (t) => {
  const server = await startServer(t);
  await server.openMonths();
  for (const name of ['old 1', 'old 2', 'old 3']) await server.append(name);
  const oldMonth = (await server.partitions()).find(({ from }) => from === monthStart(server.clock.now()));
  assert.ok(oldMonth);
  server.clock.advance(31 * DAY_MS);
  await server.openMonths();
  await server.append('of the next month');
  server.clock.advance(YEAR_MS - 31 * DAY_MS);
  await server.openMonths();
  assert.equal(await server.trim(oldMonth.to - 1), 0, 'a month of which one instant is young enough stays whole');
  assert.equal((await server.subjects()).length, 4);

  server.clock.advance(31 * DAY_MS);
  await server.openMonths();
  assert.equal(await server.trim(oldMonth.to), 5, 'three records and the two that opened their chain');
  assert.deepEqual(await server.subjects(), ['of the next month']);
  assert.ok(!names(await server.partitions()).includes(oldMonth.name));
  assert.deepEqual(await server.faults(), []);
  assert.equal(await server.trim(oldMonth.to), 0);

  const chain = sql`DELETE FROM audit_records WHERE action = 'test.done'`;
  await server.database.write(({ query }) => chain.execute(query));
  assert.notDeepEqual(await server.faults(), [], 'what somebody else removed shows');
});

test('a chain that ended in a month that is dropped needs nothing that is left', async (t) => {
  const server = await startServer(t);
  await server.openMonths();
  await server.append('old');
  server.clock.advance(YEAR_MS + 40 * DAY_MS);
  await server.openMonths();
  const later = await startServer(t, server);
  await later.append('by another process');
  assert.equal(await later.trim(monthStart(later.clock.now() - YEAR_MS)), 3);
  assert.deepEqual(await later.subjects(), ['by another process']);
  assert.deepEqual(await later.faults(), []);
});

test('a month with a record that follows a younger one, by a clock that stepped back, waits for the month of that one', async (t) => {
  const server = await startServer(t);
  await server.openMonths();
  const [month, next] = [monthStart(server.clock.now()), monthStart(server.clock.now(), 1)];
  await server.append('first');
  server.clock.advance(next - server.clock.now() + 1_000);
  await server.append('of the next month');
  server.clock.advance(-2_000);
  await server.append('by the clock set back');
  server.clock.advance(YEAR_MS + 90 * DAY_MS);
  await server.openMonths();
  const monthOf = async (from: number) => (await server.partitions()).some((partition) => partition.from === from);
  assert.equal(await server.trim(next), 0);
  assert.ok(await monthOf(month), 'a gap would be left in its chain');
  assert.equal(await server.trim(monthStart(next, 1)), 5);
  assert.ok(!(await monthOf(month)) && !(await monthOf(next)));
  assert.deepEqual(await server.faults(), []);
});

test('a record that was put in under a number that is taken, in another month, shows', async (t) => {
  const server = await startServer(t);
  await server.openMonths();
  await server.append('genuine');
  await server.database.write(({ query }) =>
    sql`INSERT INTO audit_records
      SELECT chain, number, at + ${32 * DAY_MS}, actor_kind, actor_id, agency_id, action, outcome, 'put in', source, request_id,
        detail, previous_hash, hash FROM audit_records WHERE action = 'test.done'`.execute(query),
  );
  assert.notDeepEqual(await server.faults(), []);
});
