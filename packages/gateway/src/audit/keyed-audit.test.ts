import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { type TestClock, testClock } from '../../../testing/src/world.ts';
import type { Database } from '../database/database.ts';
import { silentLog } from '../kernel/log.ts';
import { createSystemRandom } from '../kernel/random.ts';
import { AnchorFile } from './anchors/anchor-file.ts';
import { readAnchors } from './anchors/anchor-line.ts';
import { AnchorWriter } from './anchors/anchor-writer.ts';
import { type Audit, createAudit } from './append-record.ts';
import { hashRecord } from './chain.ts';
import { type AuditKeys, auditKeysOf } from './keys.ts';
import { LEAST_KEPT_MS, trimRecords } from './retention/trim-records.ts';
import { BEFORE_ALL, recordsAfter } from './store.ts';
import type { AuditRecord } from './types.ts';
import { verifyChains } from './verify-chains.ts';

const random = createSystemRandom();
const keysOf = (byte: number, ...others: number[]) =>
  auditKeysOf([byte, ...others].map((each) => Buffer.alloc(32, each).toString('base64'))) as AuditKeys;
const KEYS = keysOf(1);
const DAY_MS = 86_400_000;

interface Writer {
  readonly database: Database;
  readonly audit: Audit;
  close(): Promise<void>;
}

onEachEngine('the keyed audit', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-anchors-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  let clock: TestClock;
  let looking: Database;
  let files = 0;
  before(async () => {
    clock = testClock();
    looking = await engine.open();
  });
  after(() => looking.close());

  /** One process: its own connections, its chains under its key, and its anchors in the file. */
  async function open(keys: AuditKeys | undefined, file: AnchorFile | null = null): Promise<Writer> {
    const database = await engine.open();
    const anchors = file && new AnchorWriter({ file, log: silentLog });
    const audit = createAudit({ clock, random, keys, onDurable: anchors?.note });
    return {
      database,
      audit,
      async close() {
        await database.close();
        await anchors?.stop();
      },
    };
  }
  const append = ({ database, audit }: Writer, subject: string) =>
    database.write((tx) =>
      audit.append(tx, {
        actor: { kind: 'user', id: 'someone' },
        agencyId: null,
        action: 'test.done',
        outcome: 'success',
        subject,
      }),
    );
  async function appendMany(writer: Writer, count: number, name = 'record'): Promise<void> {
    for (let number = 1; number <= count; number += 1) {
      clock.advance(10);
      await append(writer, `${name} ${number}`);
    }
  }
  const newFile = () => {
    files += 1;
    return new AnchorFile(join(folder, `${engine.name}-${files}.anchors`));
  };
  const anchorsOf = ({ path }: AnchorFile) => readAnchors(readFileSync(path, 'utf8')).heads;
  const all = () => recordsAfter(looking.read, BEFORE_ALL, 100_000);
  const insert = (records: readonly AuditRecord[]) =>
    looking.write(async ({ query }) => {
      for (const record of records) {
        const hasPredecessor = records.some(
          ({ chain, number, hash }) =>
            chain === record.chain && number === record.number - 1 && hash === record.previous_hash,
        );
        // As it is stored: the predecessor has its hash itself.
        const previous = hasPredecessor ? '' : record.previous_hash;
        await query
          .insertInto('audit_records')
          .values({ ...record, previous_hash: previous })
          .execute();
      }
    });
  const run = (sql: string) => looking.write(({ query }) => query.executeQuery(CompiledQuery.raw(sql)));
  async function empty(): Promise<void> {
    await run('DELETE FROM audit_records');
  }
  const faultsOf = async (file?: AnchorFile, keys = KEYS) =>
    (await verifyChains(looking, undefined, { keys, ...(file && { anchors: anchorsOf(file) }) })).faults;

  /** What somebody who can write every row, and has neither the key nor the file, does to the records. */
  const ATTACKS: Readonly<Record<string, (records: readonly AuditRecord[]) => readonly AuditRecord[]>> = {
    'drops the newest record of a chain': (records) => without(records, newestOf(records)),
    'cuts the newest half of a chain': ([...records]) => {
      const { chain, number } = newestOf(records);
      return records.filter((record) => record.chain !== chain || record.number <= number / 2);
    },
    'drops a chain altogether': (records) => records.filter(({ chain }) => chain !== newestOf(records).chain),
    'drops every record': () => [],
    'drops the beginning of a chain': (records) =>
      records.filter((record) => record.chain !== newestOf(records).chain || record.number > 3),
    'changes a record': (records) => changed(records, { actor_id: 'somebody-else' }),
    'changes a record with a plain hash made to fit': (records) => {
      const edited = { ...newestOf(records), actor_id: 'somebody-else' };
      return [...without(records, newestOf(records)), { ...edited, hash: hashRecord(edited) }];
    },
    'changes a record with a hash under another key': (records) => {
      const edited = { ...newestOf(records), actor_id: 'somebody-else' };
      return [...without(records, newestOf(records)), { ...edited, hash: hashRecord(edited, keysOf(9).current) }];
    },
    'hashes every chain anew without a key': (records) => rehashed(records, undefined),
    'hashes every chain anew under a key of its own': (records) => rehashed(records, keysOf(9)),
    'exchanges two records': (records) => {
      const { chain, number } = newestOf(records);
      return records.map((record) => {
        if (record.chain !== chain || record.number < number - 1) return record;
        return { ...record, number: record.number === number ? number - 1 : number };
      });
    },
    'puts a chain in that passes for an old one': (records) => {
      const invented = { ...newestOf(records), chain: 'ffffffff', number: 1, previous_hash: '0'.repeat(64) };
      return [...records, { ...invented, hash: hashRecord(invented) }];
    },
    'names a new boundary': (records) => {
      const detail = JSON.stringify({
        generation: 99,
        removedBefore: Number.MAX_SAFE_INTEGER,
        floors: {},
        unkeyed: null,
      });
      const { chain, number, hash } = newestOf(records);
      const invented = {
        ...newestOf(records),
        action: 'audit.boundary_set',
        detail,
        number: number + 1,
        previous_hash: hash,
      };
      const kept = records.filter((record) => record.chain === chain);
      return [...kept, { ...invented, hash: hashRecord(invented, keysOf(9).current) }];
    },
  };

  for (const [attack, damage] of Object.entries(ATTACKS)) {
    test(`is found out where somebody ${attack}`, async () => {
      await empty();
      const file = newFile();
      const [left, right] = [await open(KEYS, file), await open(KEYS, file)];
      await appendMany(left, 8, 'left');
      await appendMany(right, 8, 'right');
      await left.close();
      await right.close();
      assert.deepEqual(await faultsOf(file), []);
      const damaged = damage(await all());
      await empty();
      await insert(damaged);
      assert.notDeepEqual(await faultsOf(file), []);
    });
  }

  test('a process that went on after its last anchor, or was killed, is no fault', async () => {
    await empty();
    const file = newFile();
    const writer = await open(KEYS, file);
    await appendMany(writer, 3);
    await writer.close();
    const killed = await open(KEYS);
    await appendMany(killed, 3, 'never anchored');
    assert.deepEqual(await faultsOf(file), []);
    await killed.close();
  });

  test('what was written before records were keyed still verifies, and nothing can be added to it or taken from it', async () => {
    await empty();
    const old = await open(undefined);
    await appendMany(old, 5, 'old');
    await old.close();
    const older = await open(undefined);
    await appendMany(older, 5, 'older');
    await older.close();
    assert.deepEqual(await faultsOf(), []);
    const writer = await open(KEYS);
    await appendMany(writer, 3, 'keyed');
    await writer.close();
    const { faults, unkeyed } = await verifyChains(looking, undefined, { keys: KEYS });
    assert.deepEqual([faults, unkeyed], [[], 12]);
    const records = await all();
    const oldNewest = records.findLast(({ subject }) => subject === 'old 5') ?? assert.fail();
    await run(`DELETE FROM audit_records WHERE chain = '${oldNewest.chain}' AND number = ${oldNewest.number}`);
    assert.match(String(await faultsOf()), /the unkeyed records/);
    await insert([oldNewest]);
    const added = {
      ...oldNewest,
      number: oldNewest.number + 1,
      previous_hash: oldNewest.hash,
      subject: 'never happened',
    };
    await insert([{ ...added, hash: hashRecord(added) }]);
    assert.match(String(await faultsOf()), /the unkeyed records/);
  });

  test('what an earlier version wrote, each record with its predecessor and its whole hash, verifies, and a change of it shows', async () => {
    await empty();
    const writer = await open(KEYS);
    await appendMany(writer, 4);
    await writer.close();
    const { id, key } = KEYS.current;
    let previous = '0'.repeat(64);
    const written = (await all()).map(({ hash: _, ...record }): AuditRecord => {
      const fields = [record.chain, record.number, record.at, record.actor_kind, record.actor_id, record.agency_id];
      const rest = [record.action, record.outcome, record.subject, record.source, record.request_id, record.detail];
      const text = JSON.stringify([...fields, ...rest, previous]);
      const hash = `k1.${id}.${createHmac('sha256', key).update(text).digest('hex')}`;
      const whole = { ...record, previous_hash: previous, hash };
      previous = hash;
      return whole;
    });
    const store = async (records: readonly AuditRecord[]) => {
      await empty();
      for (const record of records) {
        await looking.write(({ query }) => query.insertInto('audit_records').values(record).execute());
      }
    };
    await store(written);
    assert.deepEqual(await faultsOf(), []);
    const [first] = written;
    assert.ok(first);
    await store([...written.slice(0, -1), { ...newestOf(written), actor_id: 'somebody-else' }]);
    assert.match(String(await faultsOf()), /was changed after it was written/);
    await store([{ ...first, previous_hash: 'f'.repeat(64) }, ...written.slice(1)]);
    assert.notDeepEqual(await faultsOf(), []);
  });

  test('a process without the key appends nothing to a keyed audit', async () => {
    await empty();
    const writer = await open(KEYS);
    await append(writer, 'keyed');
    await writer.close();
    const keyless = await open(undefined);
    await assert.rejects(append(keyless, 'unkeyed'), /The audit of this installation is keyed/);
    await keyless.close();
    assert.deepEqual(await faultsOf(), []);
  });

  test('a chain under a key that is not here is named with its key, once, and verifies where that key is known', async () => {
    await empty();
    const [here, there] = [await open(KEYS), await open(keysOf(2))];
    await appendMany(here, 3);
    await appendMany(there, 3);
    const faults = await faultsOf();
    assert.equal(faults.length, 1, String(faults));
    assert.ok(faults[0]?.includes(`is keyed with ${keysOf(2).current.id}`), faults[0]);
    assert.deepEqual(await faultsOf(undefined, keysOf(1, 2)), []);
    await here.close();
    await there.close();
  });

  test('retention removes what is old enough, in steps, and the rest still proves everything', async () => {
    await empty();
    const file = newFile();
    const gone = await open(KEYS, file);
    await appendMany(gone, 10, 'gone');
    await gone.close();
    const spanning = await open(KEYS, file);
    await appendMany(spanning, 10, 'spanning');
    clock.advance(20 * DAY_MS);
    const before = clock.now();
    await appendMany(spanning, 10, 'kept');
    clock.advance(LEAST_KEPT_MS);
    const trimmer = await open(KEYS, file);
    const trim = (until: number, limit: number) =>
      trimRecords(trimmer, { before: until, now: clock.now(), limit, actor: { kind: 'system', id: 'sallyport' } });
    const removed: number[] = [];
    do removed.push(await trim(before, 4));
    while (removed.at(-1) !== 0 && removed.length < 100);
    assert.equal(removed.at(-1), 0);
    assert.equal(removed.reduce((sum, each) => sum + each, 0) >= 20, true, String(removed));
    await trimmer.close();
    await spanning.close();
    const left = (await all()).map(({ subject }) => subject);
    assert.ok(!left.some((subject) => /^(gone|spanning)/.test(subject ?? '')), String(left));
    assert.ok(left.includes('kept 1') && left.includes('kept 10'));
    assert.deepEqual(await faultsOf(file), []);

    const records = await all();
    const kept = records.find(({ subject }) => subject === 'kept 1') ?? assert.fail();
    await empty();
    await insert(records.filter(({ chain, number }) => chain !== kept.chain || number > kept.number));
    assert.match(String(await faultsOf(file)), /is missing/, 'more than retention removed');
    await empty();
    await insert(records.filter(({ chain }) => chain !== kept.chain));
    assert.notDeepEqual(await faultsOf(file), [], 'the rest of a chain that retention cut');
    await empty();
    await insert(records.filter(({ action, number }) => action !== 'audit.boundary_set' || number < 3));
    assert.notDeepEqual(await faultsOf(file), [], 'the record of the removal');
  });

  test('retention removes nothing that is younger than a year, whatever it is asked', async () => {
    await empty();
    const writer = await open(KEYS);
    await appendMany(writer, 5);
    clock.advance(LEAST_KEPT_MS - DAY_MS);
    const asked = { before: clock.now(), now: clock.now(), limit: 100, actor: { kind: 'system', id: 'test' } } as const;
    assert.equal(await trimRecords(writer, asked), 0);
    clock.advance(2 * DAY_MS);
    assert.equal(await trimRecords(writer, { ...asked, before: clock.now(), now: clock.now() }), 7);
    await append(writer, 'after the removal');
    assert.deepEqual(await faultsOf(), []);
    await writer.close();
  });

  test('an anchor file that grew is written anew with the newest head of each chain, and keeps what others append meanwhile', async () => {
    const file = newFile();
    const head = (chain: string, number: number) => ({ chain, number, hash: `k1.0.${'0'.repeat(64)}`, at: number });
    const line = `${JSON.stringify({ audit_heads: [head('long', 1)] })}\n`;
    writeFileSync(file.path, line.repeat(8_000));
    file.append([head('long', 2)]);
    assert.ok(file.isLong());
    const rewriting = file.rewrite();
    file.append([head('other', 7)]);
    await rewriting;
    assert.ok(!file.isLong());
    const heads = anchorsOf(file).map(({ chain, number }) => `${chain} ${number}`);
    assert.deepEqual(heads.toSorted(), ['long 2', 'other 7']);
    appendFileSync(file.path, '{"audit_heads":[{"chain":"cut');
    assert.equal(
      readAnchors(readFileSync(file.path, 'utf8')).strange,
      0,
      'half a last line is what a lost power leaves',
    );
    writeFileSync(file.path, `not an anchor\n${readFileSync(file.path, 'utf8')}`);
    assert.equal(readAnchors(readFileSync(file.path, 'utf8')).strange, 1);
  });
});

const newestOf = (records: readonly AuditRecord[]) =>
  records.findLast(({ action }) => action === 'test.done') as AuditRecord;
const without = (records: readonly AuditRecord[], removed: AuditRecord) =>
  records.filter((record) => record !== removed);
const changed = (records: readonly AuditRecord[], change: Partial<AuditRecord>) => [
  ...without(records, newestOf(records)),
  { ...newestOf(records), ...change },
];

/** Every chain with hashes that follow from one another. */
function rehashed(records: readonly AuditRecord[], keys: AuditKeys | undefined): AuditRecord[] {
  const heads = new Map<string, string>();
  return records.map((record) => {
    const unsealed = {
      ...record,
      previous_hash: heads.get(record.chain) ?? record.previous_hash,
      actor_id: 'somebody-else',
    };
    const hash = hashRecord(unsealed, keys?.current);
    heads.set(record.chain, hash);
    return { ...unsealed, hash };
  });
}
