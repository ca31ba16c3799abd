import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { text as textOf } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { planOf } from '../../../../testing/src/query-plan.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { type TestClock, testClock } from '../../../../testing/src/world.ts';
import type { Database } from '../../database/database.ts';
import { createSystemRandom } from '../../kernel/random.ts';
import { Slots } from '../../kernel/slots.ts';
import { type Audit, createAudit } from '../append-record.ts';
import { CSV_COLUMNS } from '../export/encode-record.ts';
import { exportAudit } from '../export/export-audit.ts';
import type { AuditEntry } from '../types.ts';
import { encodeCursor, readCursor } from './cursor.ts';
import type { AuditFilter } from './filter.ts';
import { searchAudit } from './search-audit.ts';
import { branches } from './store.ts';

const EVERYTHING: AuditFilter = {
  agencyId: null,
  involved: [],
  action: null,
  outcome: null,
  since: null,
  until: null,
};
const READER = { kind: 'user', id: 'reader' } as const;
const origin = { source: '192.0.2.9', requestId: 'request-9' };

onEachEngine('a search of the audit', (engine) => {
  const clock: TestClock = testClock();
  const start = clock.now();
  let database: Database;
  let audit: Audit;
  const ports = () => ({ database, audit, clock, auditExports: new Slots({ ofOwner: 1, inAll: 2 }) });

  const done = (entry: Partial<AuditEntry>) =>
    database.write((tx) =>
      audit.append(tx, {
        actor: { kind: 'user', id: 'ann' },
        agencyId: 'north',
        action: 'user.added',
        outcome: 'success',
        ...entry,
      }),
    );
  const search = (filter: Partial<AuditFilter>, cursor?: string | null, limit = 50) =>
    searchAudit(ports(), {
      filter: { ...EVERYTHING, ...filter },
      cursor: readCursor(cursor ?? undefined),
      limit,
      actor: READER,
      origin,
    });
  /** Subjects, but of records that searching writes itself. */
  const found = async (filter: Partial<AuditFilter>) =>
    (await search(filter)).records.flatMap(({ action, subject }) => (/^audit\./.test(action) ? [] : [subject]));
  async function exported(filter: Partial<AuditFilter>, format: 'jsonl' | 'csv'): Promise<string> {
    const asked = { filter: { ...EVERYTHING, ...filter }, format, actor: READER, origin };
    const { chunks, end } = await exportAudit(ports(), asked);
    const text = await textOf(chunks);
    end();
    return text;
  }

  before(async () => {
    database = await engine.open();
    audit = createAudit({ clock, random: createSystemRandom() });
    await done({ subject: 'bob' });
    clock.advance(1_000);
    await done({ subject: 'incident-1', action: 'incident.changed', actor: { kind: 'client', id: 'cad' } });
    clock.advance(1_000);
    await done({ subject: 'ann', action: 'user.locked', outcome: 'refused', actor: { kind: 'anonymous', id: '' } });
    clock.advance(1_000);
    await done({ subject: 'carol', agencyId: 'south', actor: { kind: 'user', id: 'dan' } });
    clock.advance(1_000);
    await done({ subject: 'key-1', agencyId: null, action: 'signing_keys.rotated', outcome: 'refused' });
    await done({ subject: 'jti-1', action: 'token.issued', actor: { kind: 'client', id: 'cad' } });
    clock.advance(1_000);
  });
  after(() => database.close());

  test('finds by agency, person, client, incident, action, outcome and time, newest first', async () => {
    assert.deepEqual((await found({})).toSorted(), ['ann', 'bob', 'carol', 'incident-1', 'jti-1', 'key-1']);
    assert.deepEqual(await found({ agencyId: 'north' }), ['jti-1', 'ann', 'incident-1', 'bob']);
    assert.deepEqual(await found({ agencyId: 'south' }), ['carol']);
    assert.deepEqual(await found({ involved: ['ann'] }), ['key-1', 'ann', 'bob']);
    assert.deepEqual(await found({ involved: ['ann'], agencyId: 'north' }), ['ann', 'bob']);
    assert.deepEqual(await found({ involved: ['cad'] }), ['jti-1', 'incident-1']);
    assert.deepEqual(await found({ involved: ['incident-1', 'cad'] }), ['incident-1']);
    assert.deepEqual(await found({ involved: ['cad', 'incident-1'] }), ['incident-1']);
    assert.deepEqual(await found({ action: 'user.added' }), ['carol', 'bob']);
    assert.deepEqual(await found({ action: 'token.issued' }), ['jti-1']);
    assert.deepEqual(await found({ outcome: 'refused' }), ['key-1', 'ann']);
    assert.deepEqual(await found({ outcome: 'success', agencyId: 'south' }), ['carol']);
    assert.deepEqual(await found({ since: start + 1_000, until: start + 3_000 }), ['ann', 'incident-1']);
  });

  test('finds nothing of another agency, and nothing that nobody did', async () => {
    assert.deepEqual(await found({ agencyId: 'south', involved: ['bob'] }), []);
    assert.deepEqual(await found({ agencyId: 'south', action: 'user.locked' }), []);
    assert.deepEqual(await found({ agencyId: "south' OR 1=1 --" }), []);
    assert.deepEqual(await found({ involved: ['nobody'] }), []);
    assert.deepEqual(await found({ action: 'user.%' }), []);
  });

  test('pages in both directions: each record once, also where several are of one instant', async () => {
    for (let index = 0; index < 5; index += 1) await done({ agencyId: 'paged', subject: `page-${index}` });
    const filter = { agencyId: 'paged', action: 'user.added' };
    const whole = (await search(filter)).records.map(({ subject }) => subject);
    const down = [await search(filter, null, 2)];
    for (let page = down[0]; page?.olderCursor != null; page = down.at(-1)) {
      down.push(await search(filter, page.olderCursor, 2));
    }
    assert.deepEqual(
      down.map(({ records }) => records.length),
      [2, 2, 1],
    );
    assert.deepEqual(
      down.flatMap(({ records }) => records.map(({ subject }) => subject)),
      whole,
    );
    assert.equal(down[0]?.newerCursor, null);
    const up = [await search(filter, down[2]?.newerCursor, 2)];
    up.push(await search(filter, up[0]?.newerCursor, 2));
    assert.deepEqual(
      up.map(({ records }) => records),
      [down[1]?.records, down[0]?.records],
    );
    assert.equal(up[1]?.newerCursor, null);
    assert.notEqual(up[1]?.olderCursor, null);
  });

  test('with a cursor of another agency finds what its own filter lets it see', async () => {
    const { records } = await search({ agencyId: 'north' }, null, 1);
    const cursor = encodeCursor({ ...(records[0] as (typeof records)[0]), direction: 'older' });
    const { records: ofSouth } = await search({ agencyId: 'south', action: 'user.added' }, cursor);
    assert.deepEqual(
      ofSouth.map(({ subject }) => subject),
      ['carol'],
    );
  });

  test('refuses a cursor that no page gave, and a span that ends before it begins', async () => {
    for (const cursor of [
      '',
      'older',
      'sideways.1.1.c',
      'older.-1.1.c',
      'older.1.x.c',
      'older.1.1.',
      'newer.1.1.a b',
    ]) {
      assert.throws(() => readCursor(cursor), /`cursor` must be/);
    }
    for (const until of [start, start - 1]) {
      await refusedWith('invalid_request', search({ since: start, until }));
      const filter = { ...EVERYTHING, since: start, until };
      await refusedWith('invalid_request', exportAudit(ports(), { filter, format: 'csv', actor: READER, origin }));
    }
  });

  test('is a record itself, with what was searched for', async () => {
    await search({ agencyId: 'read', involved: ['bob'], outcome: 'refused' });
    const [record] = (await search({ agencyId: 'read', action: 'audit.read' })).records;
    assert.equal(record?.actor_id, 'reader');
    assert.deepEqual(JSON.parse(record?.detail ?? ''), { involved: ['bob'], outcome: 'refused', records: 0 });
  });

  test('is exported oldest first, and the audit states its count and the SHA-256 of its bytes', async () => {
    for (const format of ['jsonl', 'csv'] as const) {
      const text = await exported({ agencyId: 'south', action: 'user.added' }, format);
      const lines = text.trimEnd().split(/\r?\n/);
      assert.equal(lines.length, format === 'csv' ? 2 : 1);
      assert.ok(lines.at(-1)?.includes('carol'));
      const [record] = (await search({ agencyId: 'south', action: 'audit.exported' }, null, 1)).records;
      const sha256 = createHash('sha256').update(text).digest('hex');
      assert.deepEqual(JSON.parse(record?.detail ?? ''), { format, records: 1, sha256 });
      clock.advance(1);
    }
    assert.equal((await search({ agencyId: 'south', action: 'audit.export_started' })).records.length, 2);
    const [older, newer] = (await exported({ agencyId: 'north', involved: ['ann'] }, 'jsonl')).trim().split('\n');
    assert.deepEqual(
      [older, newer].map((line) => JSON.parse(line ?? '').subject),
      ['bob', 'ann'],
    );
  });

  test('has in CSV no cell that a spreadsheet would run', async () => {
    const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', "'=1", 'a "quoted", one\nof two lines'];
    for (const subject of hostile) {
      await done({ agencyId: 'hostile', subject });
      clock.advance(1);
    }
    const text = await exported({ agencyId: 'hostile', action: 'user.added' }, 'csv');
    const column = CSV_COLUMNS.indexOf('subject');
    const cells = text
      .split('\r\n')
      .slice(1, 7)
      .map((row) => row.split(',')[column]);
    assert.deepEqual(
      cells,
      hostile.slice(0, 6).map((subject) => `'${subject}`),
    );
    assert.ok(text.includes('"a ""quoted"", one\nof two lines"'));
    assert.doesNotMatch(text, /(^|,)"?[=+@-]/m);
  });

  test('refuses one export more than may run, until one ends', async () => {
    const shared = ports();
    const asked = { filter: { ...EVERYTHING, agencyId: 'north' }, format: 'jsonl' as const, actor: READER, origin };
    const { end } = await exportAudit(shared, asked);
    await refusedWith('too_many_requests', exportAudit(shared, asked));
    end();
    (await exportAudit(shared, asked)).end();
  });

  test('is served by an index for each filter, in the order of its answer', async () => {
    const agency = { agencyId: 'north' };
    const expected: [Partial<AuditFilter>, string[]][] = [
      [{}, ['audit_records_by_time']],
      [{ since: start, until: start + 1 }, ['audit_records_by_time']],
      [agency, ['audit_records_of_agency']],
      [{ involved: ['ann'] }, ['audit_records_of_actor', 'audit_records_of_subject']],
      [{ ...agency, involved: ['ann'] }, ['audit_records_of_actor', 'audit_records_of_subject']],
      [{ action: 'user.added' }, ['audit_actions']],
      [{ ...agency, action: 'user.added' }, ['audit_actions_of_agency']],
      [{ outcome: 'refused' }, ['audit_refusals']],
      [{ ...agency, outcome: 'refused' }, ['audit_refusals_of_agency']],
    ];
    for (const [filter, indexes] of expected) {
      for (const direction of ['older', 'newer'] as const) {
        const plans = await plansOf({ ...EVERYTHING, ...filter }, direction);
        assert.equal(plans.length, indexes.length);
        for (const [index, plan] of plans.entries()) {
          assert.match(plan, new RegExp(`\\b${indexes[index]}\\b`), JSON.stringify({ filter, direction }));
          assert.doesNotMatch(plan, /TEMP B-TREE|\bSort\b|Seq Scan/);
        }
      }
    }
  });

  async function plansOf(filter: AuditFilter, direction: 'older' | 'newer'): Promise<string[]> {
    const cursor = { direction, at: start + 2_000, chain: 'chain', number: 1 };
    return await database.write(async ({ query }) => {
      const plans: string[] = [];
      for (const each of branches(query, filter, cursor, 51)) {
        plans.push(await planOf(query, engine.name, each.compile()));
      }
      return plans;
    });
  }
});
