import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { atOnce, failed } from '../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { type TestClock, testClock } from '../../../testing/src/world.ts';
import type { Database } from '../database/database.ts';
import { createSystemRandom } from '../kernel/random.ts';
import { type Audit, createAudit } from './append-record.ts';
import { hashRecord } from './chain.ts';
import { recordsInOrder } from './search/records-in-order.ts';
import type { AuditRecord } from './types.ts';
import { verifyChains } from './verify-chains.ts';

const random = createSystemRandom();

/** One process that writes: a database and the audit on it, whose chains are its own. */
interface Writer {
  readonly database: Database;
  readonly audit: Audit;
}

function append({ database, audit }: Writer, subject: string, agencyId: string | null = null): Promise<void> {
  return database.write((tx) => audit.append(tx, entryOf(subject, agencyId)));
}

function entryOf(subject: string, agencyId: string | null = null) {
  return {
    actor: { kind: 'user', id: 'someone' },
    agencyId,
    action: 'test.done',
    outcome: 'success',
    subject,
    origin: { source: '192.0.2.1', requestId: 'request-1' },
    detail: { 'Grüße "': [1, null] },
  } as const;
}

async function recordsOf(database: Database): Promise<AuditRecord[]> {
  return exported(database, { since: 0, until: Number.MAX_SAFE_INTEGER, agencyId: null });
}

async function exported(database: Database, span: Parameters<typeof recordsInOrder>[1]): Promise<AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const record of recordsInOrder(database, span)) records.push(record);
  return records;
}

onEachEngine('the audit', (engine) => {
  let clock: TestClock;
  const open = async (): Promise<Writer> => {
    const database = await engine.open();
    return { database, audit: createAudit({ clock, random }) };
  };
  let here: Writer;
  before(async () => {
    clock = testClock();
    here = await open();
  });
  after(() => here.database.close());

  const run = async (sql: string, ...values: unknown[]) =>
    here.database.write((tx) => tx.query.executeQuery(CompiledQuery.raw(sql, values)));
  /** Damages one record, looks at what a verification states, and repairs it. */
  async function faultsAfter(damage: string, repair: () => Promise<unknown>): Promise<readonly string[]> {
    await run(damage);
    const { faults } = await verifyChains(here.database);
    await repair();
    assert.deepEqual((await verifyChains(here.database)).faults, [], 'the repair is complete');
    return faults;
  }
  const insert = (record: AuditRecord) =>
    here.database.write((tx) => tx.query.insertInto('audit_records').values(record).execute());

  test('numbers every chain from 1 without a gap, whoever writes at once and whatever is rolled back', async () => {
    const there = await open();
    const results = await atOnce(60, async (index) => {
      const { database, audit } = index % 2 === 0 ? here : there;
      await database.write(async (tx) => {
        await audit.append(tx, entryOf(`unit-${index}`));
        if (index % 5 === 0) await audit.append(tx, entryOf(`unit-${index} again`));
        if (index % 3 === 0) throw new Error('undone');
      });
    });
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 40);
    const records = await recordsOf(here.database);
    const undone = records.filter(({ subject }) => Number(subject?.match(/^unit-(\d+)/)?.[1]) % 3 === 0);
    assert.deepEqual(undone, [], 'a unit that was rolled back left no record');
    const byChain = Map.groupBy(records, ({ chain }) => chain);
    for (const chain of byChain.values()) {
      const numbers = chain.map(({ number }) => number).sort((left, right) => left - right);
      assert.deepEqual(
        numbers,
        numbers.map((_, index) => index + 1),
      );
    }
    const verification = await verifyChains(here.database);
    assert.deepEqual(verification.faults, []);
    assert.equal(verification.chains, byChain.size);
    assert.equal(verification.records, records.length);
    assert.ok(byChain.size >= 2, 'each process writes chains of its own');
    await there.database.close();
  });

  test('a chain whose short id is taken has one of twice the length, and both verify', async () => {
    const [taken] = await recordsOf(here.database);
    assert.match(taken?.chain ?? '', /^[\w-]{6}$/);
    const short = Buffer.from(taken?.chain ?? '', 'base64url');
    const drawn = { ...random, bytes: (size: number) => (size === short.length ? short : random.bytes(size)) };
    const database = await engine.open();
    const there = { database, audit: createAudit({ clock, random: drawn }) };
    await append(there, 'of a chain with a longer id');
    const record = (await recordsOf(database)).find(({ subject }) => subject === 'of a chain with a longer id');
    assert.match(record?.chain ?? '', /^[\w-]{11}$/);
    assert.deepEqual((await verifyChains(database)).faults, []);
    await database.close();
  });

  test('keeps who, what, when, where from and the outcome as they were given', async () => {
    await append(here, 'kept-as-given', 'sandbox-county');
    const record = (await recordsOf(here.database)).find(({ subject }) => subject === 'kept-as-given');
    assert.equal(record?.actor_kind, 'user');
    assert.equal(record?.actor_id, 'someone');
    assert.equal(record?.agency_id, 'sandbox-county');
    assert.equal(record?.at, clock.now());
    assert.equal(record?.source, '192.0.2.1');
    assert.equal(record?.request_id, 'request-1');
    assert.deepEqual(JSON.parse(record?.detail ?? ''), { 'Grüße "': [1, null] });
  });

  test('a verification states which record was changed, in whichever field', async () => {
    const [record] = await recordsOf(here.database).then((records) => records.filter(({ number }) => number === 2));
    assert.ok(record);
    const fields = Object.keys(record).filter((field) => !['chain', 'number', 'hash', 'previous_hash'].includes(field));
    for (const field of fields) {
      const given = record[field as keyof AuditRecord];
      const other = typeof given === 'number' ? given + 1 : `${given ?? ''}x`;
      await run(`UPDATE audit_records SET ${field} = '${other}' WHERE chain = '${record.chain}' AND number = 2`);
      const { faults } = await verifyChains(here.database);
      assert.deepEqual(faults, [`chain ${record.chain}, record 2: was changed after it was written`], field);
      await here.database.write((tx) =>
        tx.query
          .updateTable('audit_records')
          .set({ [field]: given })
          .where('chain', '=', record.chain)
          .where('number', '=', 2)
          .execute(),
      );
    }
    assert.deepEqual((await verifyChains(here.database)).faults, []);
  });

  test('a verification finds a record that was changed with its own hash made to fit', async () => {
    const records = (await recordsOf(here.database)).sort((left, right) => left.number - right.number);
    const record = records.find(
      ({ number, chain }) => number === 2 && records.some((r) => r.chain === chain && r.number === 3),
    );
    assert.ok(record);
    const forged = hashRecord({ ...record, actor_id: 'somebody-else' });
    const place = `WHERE chain = '${record.chain}' AND number = 2`;
    const faults = await faultsAfter(
      `UPDATE audit_records SET actor_id = 'somebody-else', hash = '${forged}' ${place}`,
      () => run(`UPDATE audit_records SET actor_id = 'someone', hash = '${record.hash}' ${place}`),
    );
    assert.ok(faults.includes(`chain ${record.chain}, record 3: was changed after it was written`), String(faults));
  });

  test('a verification finds a record that was removed from the middle or the beginning of a chain', async () => {
    const records = await recordsOf(here.database);
    const long = [...Map.groupBy(records, ({ chain }) => chain).values()].find(({ length }) => length >= 4);
    const chain = long?.[0]?.chain;
    for (const number of [1, 2]) {
      const removed = records.find((record) => record.chain === chain && record.number === number);
      assert.ok(removed);
      const faults = await faultsAfter(
        `DELETE FROM audit_records WHERE chain = '${chain}' AND number = ${number}`,
        () => insert(removed),
      );
      assert.ok(faults.includes(`chain ${chain}, record ${number + 1}: record ${number} is missing`), String(faults));
    }
  });

  test('a verification finds a record that was put in', async () => {
    const [newest] = (await recordsOf(here.database)).sort((left, right) => right.number - left.number);
    assert.ok(newest);
    const added = { ...newest, number: newest.number + 1, subject: 'never happened' };
    await insert(added);
    const { faults } = await verifyChains(here.database);
    assert.deepEqual(faults, [`chain ${added.chain}, record ${added.number}: does not follow its predecessor`]);
    await run(`DELETE FROM audit_records WHERE chain = '${added.chain}' AND number = ${added.number}`);
  });

  test('a verification finds a removed tail, and a removed chain, once a later chain has named the newest record', async () => {
    clock.advance(1_000);
    await append(here, 'the newest of all');
    const there = await open();
    clock.advance(1_000);
    await append(there, 'first of a new chain');
    const records = await recordsOf(here.database);
    const tail = records.find(({ subject }) => subject === 'the newest of all');
    assert.ok(tail);
    const place = `chain = '${tail.chain}' AND number = ${tail.number}`;
    const fault = `chain ${tail.chain}, record ${tail.number}: was removed or changed after chain`;
    const faults = await faultsAfter(`DELETE FROM audit_records WHERE ${place}`, () => insert(tail));
    assert.equal(faults.length, 1);
    assert.ok(faults[0]?.startsWith(fault), faults[0]);
    const whole = records.filter(({ chain }) => chain === tail.chain);
    const faultsOfChain = await faultsAfter(`DELETE FROM audit_records WHERE chain = '${tail.chain}'`, async () => {
      for (const record of whole) await insert(record);
    });
    assert.ok(faultsOfChain.some((found) => found.startsWith(fault)));
    await there.database.close();
  });

  test('an export gives each record of the span once, oldest first, and of one agency alone where it is named', async () => {
    const since = clock.now() + 1_000;
    clock.advance(1_000);
    await append(here, 'exported-1', 'harbor-city');
    clock.advance(10);
    // More than two pages within one millisecond: nothing is lost or doubled between them.
    const written = await atOnce(23, (hundred) =>
      here.database.write(async (tx) => {
        for (let index = hundred * 100; index < (hundred + 1) * 100; index += 1) {
          await here.audit.append(tx, entryOf(`exported-many-${index}`, index % 2 === 0 ? 'harbor-city' : null));
        }
      }),
    );
    assert.deepEqual(failed(written), []);
    clock.advance(10);
    const until = clock.now();
    await append(here, 'too late', 'harbor-city');
    const all = await exported(here.database, { since, until, agencyId: null });
    const subjects = all.filter(({ action }) => action === 'test.done').map(({ subject }) => subject);
    assert.equal(subjects.length, 2_301);
    assert.equal(new Set(subjects).size, 2_301);
    assert.equal(subjects[0], 'exported-1');
    const order = all.map(({ at }) => at);
    assert.deepEqual(
      order,
      order.toSorted((left, right) => left - right),
    );
    const own = await exported(here.database, { since, until, agencyId: 'harbor-city' });
    assert.equal(own.length, 1_151);
    assert.ok(own.every(({ agency_id }) => agency_id === 'harbor-city'));
  });

  test('a verification reads every page and reports how far it is', async () => {
    const progress: number[] = [];
    const { records, faults } = await verifyChains(here.database, (done) => progress.push(done));
    assert.deepEqual(faults, []);
    assert.ok(progress.length >= 2);
    assert.equal(progress.at(-1), records);
  });
});
