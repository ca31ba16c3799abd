import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { InstallationError } from '../../kernel/installation-error.ts';
import { UNFINISHED } from './export-folder.ts';
import { exportRecords } from './export-records.ts';
import { RECORD_KINDS, type RecordKind } from './store.ts';
import type { Manifest } from './write-export.ts';

const PHONE = '+15125550188';
const PDF = Buffer.from('%PDF-1.4\n%%EOF\n');
const actor = { kind: 'console', id: 'sallyport' } as const;
const EVERYTHING = { from: 0, until: Number.MAX_SAFE_INTEGER };

onEachEngine('an export', (engine) => {
  const top = mkdtempSync(join(tmpdir(), 'sallyport-export-'));
  let world: Awaited<ReturnType<typeof testWorld>>;
  let first: string;
  before(async () => {
    world = await testWorld(engine);
    const equipment = await callerOf(world.app, 'sandbox-call-handling');
    first = (await equipment('POST', '/api/incidents', { call: { caller_phone_number: PHONE } })).body.id;
    assert.equal((await equipment('POST', `/api/incidents/${first}/notes`, { text: 'By the gate' })).status, 201);
    const upload = await equipment('POST', `/api/incidents/${first}/media`, PDF, { 'content-type': 'application/pdf' });
    assert.equal(upload.status, 201);
    world.clock.advance(60_000);
    // More than one page of the log.
    for (let index = 0; index < 300; index += 1) {
      const { status } = await equipment('POST', '/api/incidents', { call: { caller_phone_number: '+15125550199' } });
      assert.equal(status, 201);
    }
  });
  after(async () => {
    rmSync(top, { recursive: true, force: true });
    await world.stop();
  });

  const openSnapshot = async () => ({ read: world.parts.database.read, end: async () => {} });
  const exported = (name: string, scope: { agencyId?: string; phoneNumber?: string; from?: number; until?: number }) =>
    exportRecords(world.parts, {
      ...{ actor, openSnapshot, folder: join(top, name), onProgress: () => {} },
      scope: { agencyId: null, phoneNumber: null, ...EVERYTHING, ...scope },
    });
  const rowsOf = (name: string, kind: RecordKind) =>
    readFileSync(join(top, name, `${kind}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const countIn = async (table: 'incidents' | 'events' | 'users', agencyId: string) =>
    (await world.parts.database.read.selectFrom(table).select('agency_id').where('agency_id', '=', agencyId).execute())
      .length;

  test('has everything of the agency and nothing of another, each row once', async () => {
    const { counts } = await exported('whole', { agencyId: 'sandbox-county' });
    for (const table of ['incidents', 'events', 'users'] as const) {
      assert.equal(counts[table], await countIn(table, 'sandbox-county'), table);
      assert.equal(rowsOf('whole', table).length, counts[table]);
      assert.ok((await countIn(table, 'sandbox-county')) > 0);
    }
    for (const kind of Object.keys(RECORD_KINDS) as RecordKind[]) {
      const rows = rowsOf('whole', kind);
      assert.ok(
        rows.every(({ agency_id: id }) => id === undefined || id === 'sandbox-county'),
        kind,
      );
      const keys = rows.map((row) => RECORD_KINDS[kind].key.map((column) => row[column as string]).join(' '));
      assert.equal(new Set(keys).size, keys.length, kind);
    }
    assert.ok(rowsOf('whole', 'audit_records').some(({ action }) => action === 'records.export_started'));
    const [incident] = rowsOf('whole', 'incidents').filter(({ id }) => id === first);
    assert.equal(typeof incident?.['state'], 'object');
  });

  test('has no password, secret, ticket or hash of one', async () => {
    const { read } = world.parts.database;
    const secrets = [
      ...(await read.selectFrom('users').select('password_hash as text').execute()),
      ...(await read.selectFrom('client_secrets').select('secret_hash as text').execute()),
      ...(await read.selectFrom('webhook_subscriptions').select('secret as text').execute()),
    ].flatMap(({ text }) => (text === null || text === '' ? [] : [text]));
    assert.ok(secrets.length > 5);
    for (const name of readdirSync(join(top, 'whole')).filter((file) => file.endsWith('.jsonl'))) {
      const text = readFileSync(join(top, 'whole', name), 'utf8');
      assert.deepEqual(
        secrets.filter((secret) => text.includes(secret)),
        [],
        name,
      );
    }
  });

  test('states in its manifest what each file is, and its owner alone may read it', () => {
    const folder = join(top, 'whole');
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
    for (const { name, bytes, sha256 } of manifest.files) {
      const content = readFileSync(join(folder, name));
      assert.equal(content.length, bytes, name);
      assert.equal(createHash('sha256').update(content).digest('hex'), sha256, name);
      assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
    }
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    const [media] = manifest.files.filter(({ name }) => name.startsWith('media/'));
    assert.match(media?.name ?? '', /^media\/.+\.pdf$/);
    assert.deepEqual(readFileSync(join(folder, media?.name ?? '')), PDF);
    const listed = [...manifest.files.map(({ name }) => name.split('/')[0]), 'manifest.json'];
    assert.deepEqual(readdirSync(folder).sort(), [...new Set(listed)].sort());
  });

  test('of a phone number has its incidents with all that belongs to them, and no others', async () => {
    const { counts } = await exported('phone', { phoneNumber: PHONE });
    assert.deepEqual(
      rowsOf('phone', 'incidents').map(({ id }) => id),
      [first],
    );
    assert.ok((counts['events'] ?? 0) >= 3);
    assert.ok(rowsOf('phone', 'events').every(({ incident_id: id }) => id === first));
    assert.equal(counts['media_files'], 1);
    assert.equal(counts['users'], 0);
    const { counts: elsewhere } = await exported('phone-elsewhere', { phoneNumber: PHONE, agencyId: 'harbor-city' });
    assert.equal(elsewhere['incidents'], 0);
    assert.equal(elsewhere['events'], 0);
  });

  test('of a span of time has what happened in it', async () => {
    const until = world.clock.now();
    const { counts } = await exported('early', { agencyId: 'sandbox-county', until });
    assert.equal(counts['incidents'], (await countIn('incidents', 'sandbox-county')) - 300);
    const { counts: late } = await exported('late', { agencyId: 'sandbox-county', from: until });
    assert.equal(late['incidents'], 300);
    assert.equal(late['media_files'], 0);
  });

  test('refuses a folder that is not empty, one of another request, and an agency that is not there', async () => {
    mkdirSync(join(top, 'taken'));
    writeFileSync(join(top, 'taken', 'of-somebody-else'), '');
    await assert.rejects(exported('taken', { agencyId: 'sandbox-county' }), InstallationError);
    await assert.rejects(exported('whole', { agencyId: 'sandbox-county' }), /is not empty/);
    mkdirSync(join(top, 'other'));
    writeFileSync(join(top, 'other', UNFINISHED), '{}\n');
    await assert.rejects(exported('other', { agencyId: 'sandbox-county' }), /unfinished export of something else/);
    await assert.rejects(exported('nowhere', { agencyId: 'nowhere' }), { code: 'not_found' });
  });

  test('that stopped says that it is unfinished, and is made whole by the same request', async () => {
    const stop = new Error('stopped');
    const scope = { agencyId: 'sandbox-county', phoneNumber: null, ...EVERYTHING };
    const folder = join(top, 'stopped');
    const onProgress = (step: string) => {
      if (step.startsWith('deeplinks')) throw stop;
    };
    await assert.rejects(exportRecords(world.parts, { actor, openSnapshot, folder, scope, onProgress }), stop);
    const left = readdirSync(folder);
    assert.ok(left.includes(UNFINISHED) && !left.includes('manifest.json'));
    await exported('stopped', { agencyId: 'sandbox-county' });
    const names = readdirSync(folder);
    assert.ok(!names.includes(UNFINISHED) && names.includes('manifest.json'));
    assert.equal(rowsOf('stopped', 'incidents').length, await countIn('incidents', 'sandbox-county'));
  });

  test('is recorded in the audit before it begins and once it is whole, with its counts', async () => {
    const records = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['action', 'detail', 'subject'])
      .where('action', 'in', ['records.export_started', 'records.exported'])
      .where('subject', '=', PHONE)
      .orderBy('number')
      .execute();
    assert.deepEqual(
      records.slice(0, 2).map(({ action }) => action),
      ['records.export_started', 'records.exported'],
    );
    assert.equal(JSON.parse(records[1]?.detail ?? '{}').counts.incidents, 1);
  });
});
