import assert from 'node:assert/strict';
import { text as textOf } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testClock } from '../../../../testing/src/world.ts';
import type { Database } from '../../database/database.ts';
import { createSystemRandom } from '../../kernel/random.ts';
import { Slots } from '../../kernel/slots.ts';
import { type Audit, createAudit } from '../append-record.ts';
import { auditKeysOf, NO_KEYS } from '../keys.ts';
import { verifyChains } from '../verify-chains.ts';
import { checkExported } from './check-exported.ts';
import type { ExportFormat } from './encode-record.ts';
import { exportAudit } from './export-audit.ts';
import { type ExportedFile, readExported } from './read-exported.ts';

const keys = auditKeysOf([Buffer.alloc(32, 7).toString('base64')]);
const actor = { kind: 'user', id: 'reader' } as const;
const HOSTILE = ['=1+1', "'quoted'", 'a, "b"\r\nc', '-', '', 'Grüße', null];

onEachEngine('an exported audit', (engine) => {
  const clock = testClock();
  let database: Database;
  let audit: Audit;
  before(async () => {
    database = await engine.open();
    audit = createAudit({ clock, random: createSystemRandom(), keys });
    for (const [index, subject] of HOSTILE.entries()) {
      const agencyId = index % 2 === 0 ? 'north' : 'south';
      const detail = { text: '=2+2, "x"\n', list: [1, null], '2': 'two' };
      await database.write((tx) =>
        audit.append(tx, { actor, agencyId, action: 'user.edited', outcome: 'success', subject, detail }),
      );
      clock.advance(1);
    }
  });
  after(() => database.close());

  async function exported(format: ExportFormat, agencyId: string | null = null): Promise<string> {
    const filter = { agencyId, involved: [], action: null, outcome: null, since: null, until: null };
    const ports = { database, audit, clock, auditExports: new Slots({ ofOwner: 1, inAll: 1 }) };
    const origin = { source: '192.0.2.1', requestId: 'request-1' };
    const { chunks } = await exportAudit(ports, { filter, format, actor, origin });
    const text = await textOf(chunks);
    clock.advance(1);
    return text;
  }
  const check = async (text: string, known = keys ?? NO_KEYS) => {
    const file = readExported(Buffer.from(text)) as ExportedFile;
    const { faults } = await verifyChains(database, undefined, { keys: known, anchors: file.heads });
    return { ...(await checkExported(database, known, file)), chains: faults };
  };

  for (const format of ['jsonl', 'csv'] as const) {
    test(`as ${format} is what was written, and known for the bytes that were exported`, async () => {
      const { records, faults, exportedAt, chains } = await check(await exported(format));
      assert.ok(records > HOSTILE.length);
      assert.deepEqual([faults, chains], [[], []]);
      assert.equal(exportedAt, clock.now() - 1);
    });

    test(`of one agency as ${format} is proved without the records between`, async () => {
      const found = await check(await exported(format, 'south'));
      assert.deepEqual([found.faults, found.chains], [[], []]);
    });

    test(`as ${format} shows what was changed, left out, put in and cut off`, async () => {
      const text = await exported(format);
      const changed = await check(text.replace('two', 'six'));
      assert.equal(changed.faults.length, 1);
      assert.match(changed.faults[0] ?? '', /was changed after it was exported$/);
      assert.equal(changed.exportedAt, null);

      const lines = text.split('\n');
      const left = await check([...lines.slice(0, 3), ...lines.slice(4)].join('\n'));
      assert.equal(left.exportedAt, null);

      const forged = await check(`${text}${(lines.at(-2) ?? '').replace('success', 'refused')}\n`);
      assert.equal(forged.faults.length, 1);

      const cut = await check(text.slice(0, -40));
      assert.match(cut.faults.join(), /line \d+ of the export is no record|was changed/);
      assert.equal(cut.exportedAt, null);
    });
  }

  test('without the keys is compared with the audit alone', async () => {
    const text = await exported('jsonl', 'north');
    const { faults, exportedAt } = await check(text, NO_KEYS);
    assert.deepEqual(faults, []);
    assert.notEqual(exportedAt, null);
  });

  test('is none where its first line is something else', () => {
    for (const text of [
      '',
      '\n',
      'nothing of the kind\n',
      '{"audit_heads":[]}\n',
      '{"chain":"c","number":1}\n',
      '[]',
      'null',
    ]) {
      assert.equal(readExported(Buffer.from(text)), null);
    }
  });
});
