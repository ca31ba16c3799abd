import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/sallyport.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sallyport-config-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A command in a process of its own, started in a folder that may hold a `sallyport.toml`. */
function run(args: readonly string[], env: Record<string, string> = {}, text?: string) {
  const path = join(folder, 'sallyport.toml');
  rmSync(path, { force: true });
  if (text !== undefined) writeFileSync(path, text, { mode: 0o600 });
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

describe('sallyport config', () => {
  test('check names every fault of file, environment and flags at once, and ends with 2', () => {
    const { code, stderr } = run(
      ['config', 'check', '--prot', '1', '--log-level=loud', '--hsot=a', 'stray'],
      { SALLYPORT_DEMO: 'maybe', SALLYPORT_POTR: '1', SALLYPORT_SMTP_URL_FILE: '/none' },
      'port = "x"\ndata_dir = "a"\n',
    );
    assert.equal(code, 2);
    for (const fault of [
      '--prot is not an option; the nearest is --port',
      '--hsot is not an option; the nearest is --host',
      'stray has no name: every value is given after its option',
      '--log-level takes debug',
      'SALLYPORT_DEMO must be true',
      'SALLYPORT_POTR is not an option; the nearest is SALLYPORT_PORT',
      'SALLYPORT_SMTP_URL_FILE names /none, which cannot be read (ENOENT)',
      'sallyport.toml:1 port takes a whole number',
      'sallyport.toml:2 data_dir is not an option; the nearest is data-dir',
    ]) {
      assert.ok(stderr.includes(fault), `${fault} in ${stderr}`);
    }
    assert.equal(stderr.trim().split('\n').length, 10, stderr);
  });

  test('check says that all is well, and with which file: here, named by a variable, named by a flag', () => {
    assert.match(run(['config', 'check']).stdout, /^The configuration is valid; no configuration file\n$/);
    assert.match(run(['config', 'check'], {}, 'port = 1').stdout, /valid; with sallyport\.toml/);
    const other = join(folder, 'other.toml');
    writeFileSync(other, 'port = 2');
    assert.match(run(['config', 'check'], { SALLYPORT_CONFIG: other }, 'port = "x"').stdout, /with .*other\.toml/);
    const named = run(['config', 'check', '--config', other], { SALLYPORT_CONFIG: '/none' });
    assert.match(named.stdout, /with .*other\.toml/);
    const missing = run(['config', 'check', '--config', '/none.toml']);
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /\/none\.toml cannot be read \(ENOENT\)/);
  });

  test('show prints each value and its place, and no secret in either form', () => {
    const secretFile = join(folder, 'secret');
    writeFileSync(secretFile, 'canary-of-the-file\n', { mode: 0o600 });
    const env = { SALLYPORT_METRICS_TOKEN_FILE: secretFile, SALLYPORT_LOG_LEVEL: 'debug' };
    const text = 'port = 1234\nsmtp-url = "smtp://user:canary@mail.test"\n';
    const args = ['config', 'show', '--database-url=postgres://user:canary@db.test/x'];
    const { code, stdout } = run(args, env, text);
    assert.equal(code, 0);
    assert.doesNotMatch(stdout, /canary/);
    for (const line of [
      '--port  1234  [sallyport.toml:1]',
      '--smtp-url  (set, not shown)  [sallyport.toml:2]',
      '--database-url  (set, not shown)  [--database-url]',
      `--metrics-token  (set, not shown)  [SALLYPORT_METRICS_TOKEN_FILE, ${secretFile}]`,
      '--log-level  debug  [SALLYPORT_LOG_LEVEL]',
      '--host  127.0.0.1  [default]',
      '--public-url  (unset)  [default]',
    ]) {
      assert.ok(stdout.includes(`${line}\n`), `${line} in ${stdout}`);
    }
    const json = run([...args, '--json'], env, text).stdout;
    assert.doesNotMatch(json, /canary/);
    const { file, options } = JSON.parse(json) as { file: string; options: { name: string; value: unknown }[] };
    assert.equal(file, 'sallyport.toml');
    assert.deepEqual(
      options.find(({ name }) => name === 'port'),
      {
        name: 'port',
        value: 1234,
        is_secret: false,
        source: { kind: 'file', name: 'port', path: 'sallyport.toml', line: 1 },
      },
    );
  });

  test('example prints a file that config check takes', () => {
    const { stdout } = run(['config', 'example']);
    assert.match(stdout, /^# port = 8911$/m);
    assert.equal(run(['config', 'check'], {}, stdout.replace(/^# /gm, '')).code, 0);
  });

  test('a faulty file keeps every command from starting', () => {
    const { code, stderr } = run(['keys', 'rotate'], {}, 'prot = 1');
    assert.equal(code, 2);
    assert.match(stderr, /sallyport\.toml:1 prot is not an option; the nearest is port/);
  });
});

test('a command whose output nobody reads to its end is done, without a stack trace', () => {
  const script = '"$0" "$1" config example | head -c 1 >/dev/null; echo "$PIPESTATUS"';
  const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, BIN], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(stdout, '0\n');
  assert.equal(stderr, '');
});

test('output that has no place is said so in a sentence', { skip: !existsSync('/dev/full') }, () => {
  const script = '"$0" "$1" config example > /dev/full';
  const { status, stderr } = spawnSync('bash', ['-c', script, process.execPath, BIN], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(stderr, 'The output cannot be written: ENOSPC\n');
  assert.equal(status, 1);
});

test('keys that no server has made yet are not rotated: the sentence says what makes them', () => {
  const place = ['--data-dir', join(folder, 'never-started')];
  const person = ['--email', 'op@sallyport.test', '--first-name', 'Op', '--last-name', 'Erator'];
  assert.equal(run(['setup', ...person, ...place]).code, 0);
  const { code, stderr } = run(['keys', 'rotate', ...place]);
  assert.equal(stderr, 'The installation has no signing keys yet: start the server once, which makes them\n');
  assert.equal(code, 3);
});
