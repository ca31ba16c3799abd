import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { backupNameOf } from '../../packages/gateway/src/app/backup/kept-backups.ts';
import { eventually } from '../../packages/testing/src/barrier.ts';
import {
  type GatewayProcess,
  runCommand,
  serverProgram,
  startGatewayProcess,
} from '../../packages/testing/src/gateway-process.ts';

const top = mkdtempSync(join(tmpdir(), 'sallyport-backup-'));
after(() => rmSync(top, { recursive: true, force: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('sallyport backup beside a running server', () => {
  const dataDir = join(top, 'data');
  let server: GatewayProcess;
  before(async () => {
    server = await startGatewayProcess({ dataDir });
  });
  after(() => server.stop());

  const backup = (...args: string[]) => runCommand(['backup', '--data-dir', dataDir, ...args]);
  const openCall = () =>
    fetch(`${server.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
      headers: {
        authorization: `Basic ${Buffer.from('sandbox-call-handling:sandbox-call-handling-secret').toString('base64')}`,
      },
    })
      .then((answer) => answer.json() as Promise<{ access_token: string }>)
      .then(({ access_token }) =>
        fetch(`${server.url}/api/incidents`, {
          method: 'POST',
          headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ call: { caller_phone_number: '+15125550188' } }),
        }),
      );

  test('writes one whole file that its owner alone may read, while writers go on', async () => {
    let isDone = false;
    const statuses: number[] = [];
    const writing = (async () => {
      while (!isDone) statuses.push((await openCall()).status);
    })();
    const file = join(top, 'one.backup');
    const { code, output } = await backup('--to', file);
    isDone = true;
    await writing;
    assert.equal(code, 0, output);
    assert.match(output, /rows in \d+ tables, \d+ audit records in \d+ chains; verified/);
    assert.match(output, /Keep a copy of .*sallyport\.key apart from the backup/);
    const noted = new DatabaseSync(join(dataDir, 'sallyport.db'), { readOnly: true });
    const rows = noted.prepare('SELECT size_bytes, audit_faults, is_encrypted FROM backups').all();
    noted.close();
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [{ size_bytes: statSync(file).size, audit_faults: 0, is_encrypted: 0 }],
    );
    assert.equal(modeOf(file), '600');
    assert.ok(statuses.length > 0 && statuses.every((status) => status < 300), statuses.join());
    const copy = new DatabaseSync(file, { readOnly: true });
    assert.deepEqual(Object.values(copy.prepare('PRAGMA integrity_check').get() ?? {}), ['ok']);
    const parts = copy.prepare('SELECT name, content FROM sallyport_backup').all();
    copy.close();
    // The first anchors of a server come five seconds after its start.
    const names = parts.map(({ name }) => name).filter((name) => name !== 'sallyport.anchors');
    assert.deepEqual(names.sort(), ['manifest', 'sallyport.id']);
    assert.ok(!readFileSync(file).includes(readFileSync(join(dataDir, 'sallyport.key'))));
    assert.deepEqual(
      readdirSync(top).filter((name) => name.startsWith('one')),
      ['one.backup'],
    );
  });

  test('refuses a file that is there, and a folder that is not', async () => {
    const file = join(top, 'taken');
    writeFileSync(file, 'of somebody else');
    const taken = await backup('--to', file);
    assert.equal(taken.code, 3, taken.output);
    assert.match(taken.output, /is there already, and is left as it is/);
    assert.equal(readFileSync(file, 'utf8'), 'of somebody else');
    const nowhere = await backup('--to', join(top, 'nowhere', 'file'));
    assert.equal(nowhere.code, 3, nowhere.output);
    const notBegun = await runCommand(['backup', '--data-dir', join(top, 'empty'), '--to', join(top, 'empty.backup')]);
    assert.equal(notBegun.code, 3, notBegun.output);
    assert.match(notBegun.output, /has no Sallyport database/);
  });

  for (const [flags, states] of [
    [['--every', 'often'], /--every must be a time/],
    [['--every', '15d'], /at most 14 days/],
    [['--every', '0m'], /--every must be/],
    [['--keep', '0'], /--keep must be a whole number from 1/],
    [['--keep', '-1'], /--keep must/],
    [['--keep', '2'], /--to must be a folder that is there/],
    [['--backup-key', 'short'], /takes at least 16 characters/],
  ] as const) {
    test(`${flags.join(' ')} with a file is refused`, async () => {
      const { code, output } = await backup('--to', join(top, 'never'), ...flags);
      assert.equal(code, 2, output);
      assert.match(output, states);
      assert.ok(!existsSync(join(top, 'never')));
    });
  }

  test('keeps the last of a folder and touches nothing else in it', async () => {
    const folder = join(top, 'kept');
    mkdirSync(folder);
    const old = [1, 2, 3].map((day) => backupNameOf(Date.UTC(2026, 0, day)));
    for (const name of [...old, 'notes.txt']) writeFileSync(join(folder, name), '');
    // What a backup that was killed has left, and its lock.
    mkdirSync(join(folder, `${old[0]}.new-abcdef`));
    writeFileSync(join(folder, 'sallyport-backup.lock'), `999999999 ${hostname()}\n`);
    const { code, output } = await backup('--to', folder, '--keep', '2');
    assert.equal(code, 0, output);
    const names = readdirSync(folder).sort();
    assert.equal(names.length, 3, names.join());
    assert.equal(names[0], 'notes.txt');
    assert.equal(names[1], old[2]);
  });

  test('goes on by itself with --every, alone in its folder, and ends when it is asked to', async () => {
    const folder = join(top, 'every');
    mkdirSync(folder);
    const args = ['backup', '--data-dir', dataDir, '--to', folder, '--every', '1h', '--keep', '3'];
    const child = spawn(process.execPath, [serverProgram(), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    await eventually(() => printed.includes('Keep a copy'));
    const second = await backup('--to', folder, '--keep', '3');
    assert.equal(second.code, 3, second.output);
    assert.match(second.output, /keeps the backups of/);
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    assert.deepEqual(await gone, [0, null]);
    const names = readdirSync(folder);
    assert.equal(names.length, 1, names.join());
    assert.match(names[0] ?? '', /^sallyport-\d{8}T\d{6}Z\.backup$/);
  });

  test('leaves no half of a file when it is interrupted', async () => {
    const filler = new DatabaseSync(join(dataDir, 'sallyport.db'), { timeout: 10_000 });
    filler.exec('CREATE TABLE filler (content blob)');
    const insert = filler.prepare('INSERT INTO filler VALUES (randomblob(1048576))');
    for (let count = 0; count < 150; count += 1) insert.run();
    const file = join(top, 'interrupted');
    const child = spawn(process.execPath, [serverProgram(), 'backup', '--data-dir', dataDir, '--to', file], {
      stdio: 'ignore',
    });
    const gone = once(child, 'exit');
    await eventually(() => readdirSync(top).some((name) => name.startsWith('interrupted.new-')));
    child.kill('SIGINT');
    assert.deepEqual(await gone, [130, null]);
    assert.deepEqual(
      readdirSync(top).filter((name) => name.startsWith('interrupted')),
      [],
    );
    filler.exec('DROP TABLE filler');
    filler.close();
  });
});

describe('sallyport restore', () => {
  const dataDir = join(top, 'small');
  const file = join(top, 'small.backup');
  const sealed = join(top, 'small.encrypted');
  const KEY = ['--backup-key', 'a key of the tests alone'];
  before(async () => {
    const person = ['--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator'];
    for (const args of [
      ['setup', ...person],
      ['backup', '--to', file],
      ['backup', '--to', sealed, ...KEY],
    ]) {
      const { code, output } = await runCommand([...args, '--data-dir', dataDir]);
      assert.equal(code, 0, output);
    }
  });
  const restore = (...args: string[]) => runCommand(['restore', ...args]);

  test('needs the key that the backup does not hold, or is told that it is lost', async () => {
    const place = join(top, 'keyless');
    const keyless = await restore(file, '--data-dir', place);
    assert.equal(keyless.code, 3, keyless.output);
    assert.match(keyless.output, /put sallyport\.key into/);
    assert.deepEqual(readdirSync(place), []);
    const lost = await restore(file, '--data-dir', place, '--without-key');
    assert.match(lost.output, /Restored as of/);
    const other = join(top, 'with-key');
    mkdirSync(other, { mode: 0o700 });
    copyFileSync(join(dataDir, 'sallyport.key'), join(other, 'sallyport.key'));
    const found = await restore(file, '--data-dir', other);
    assert.equal(found.code, 0, found.output);
  });

  test('refuses another key, a changed file, one that is none, and what is called wrongly; the place stays empty', async () => {
    const place = join(top, 'refused');
    const bytes = readFileSync(sealed);
    const changed = join(top, 'changed');
    bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
    writeFileSync(changed, bytes);
    const cut = join(top, 'cut');
    writeFileSync(cut, readFileSync(file).subarray(0, 100_000));
    const text = join(top, 'text');
    writeFileSync(text, 'no backup');
    for (const [args, code, states] of [
      [[sealed], 3, /is encrypted: set SALLYPORT_BACKUP_KEY/],
      [[sealed, '--backup-key', 'another key of the tests'], 3, /cannot be decrypted/],
      [[changed, ...KEY], 3, /cannot be decrypted/],
      [[cut], 3, /is cut/],
      [[text], 3, /is not an SQLite database/],
      [[join(dataDir, 'sallyport.db')], 3, /is not what sallyport backup wrote/],
      [[join(top, 'nothing')], 3, /is not there/],
      [[], 2, /takes a file, or --accept/],
      [[file, '--accept'], 2, /takes a file, or --accept/],
    ] as const) {
      const { code: found, output } = await restore(...args, '--data-dir', place);
      assert.equal(found, code, output);
      assert.match(output, states);
      assert.deepEqual(existsSync(place) ? readdirSync(place) : [], [], args.join(' '));
    }
  });

  test('a backup that is put in place by hand is refused by serve and setup, with what to do', async () => {
    const place = join(top, 'by-hand');
    mkdirSync(place, { mode: 0o700 });
    copyFileSync(file, join(place, 'sallyport.db'));
    copyFileSync(join(dataDir, 'sallyport.key'), join(place, 'sallyport.key'));
    const { code, output } = await runCommand(['serve', '--data-dir', place]);
    assert.equal(code, 3, output);
    assert.match(output, /is a backup that was put in place by hand\. .*sallyport restore --accept/);
    const accepted = await restore('--accept', '--data-dir', place);
    assert.equal(accepted.code, 0, accepted.output);
    const person = ['--email', 'next@center.test', '--first-name', 'Ne', '--last-name', 'Xt'];
    const after = await runCommand(['setup', ...person, '--data-dir', place]);
    assert.equal(after.code, 0, after.output);
  });
});
