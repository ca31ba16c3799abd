import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readConfigFile } from './config-file.ts';
import { exampleFile } from './example-file.ts';
import { resolveConfig } from './load-config.ts';
import { OPTIONS } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-config-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'sallyport.toml');

function fileOf(text: string, mode = 0o600) {
  writeFileSync(path, text);
  chmodSync(path, mode);
  return readConfigFile(path);
}
const resolve = (text: string, environment: Record<string, string> = {}, flags = {}) =>
  resolveConfig(flags, environment, fileOf(text));
const faultsOf = (text: string) => resolve(text).faults.map((fault) => fault.replace(`${path}:`, ''));

describe('a configuration file', () => {
  test('is read in the types of its own, and yields to the environment, which yields to flags', () => {
    const text = 'port = 1111\nhost = "127.0.0.2"\ndemo = true\ntrusted-proxies = ["10.0.0.0/8", "192.0.2.1"]\n';
    const { config, sources, faults } = resolve(text, { SALLYPORT_HOST: '127.0.0.3' }, { demo: 'false' });
    assert.deepEqual(faults, []);
    assert.equal(config.port, 1111);
    assert.equal(config.host, '127.0.0.3');
    assert.equal(config.demo, false);
    assert.deepEqual(config.trustedProxies, ['10.0.0.0/8', '192.0.2.1']);
    assert.deepEqual(sources.port, { kind: 'file', name: 'port', path, line: 1 });
    assert.deepEqual(sources.host, { kind: 'variable', name: 'SALLYPORT_HOST' });
    assert.deepEqual(sources.demo, { kind: 'flag', name: '--demo' });
    assert.deepEqual(sources.logLevel, { kind: 'default' });
  });

  test('names the line that sets a key, not one within a text of several lines', () => {
    const text = 'mail-from = """\nport = 1\n"""\n# port = 2\ntrusted-proxies = [\n  "10.0.0.1",\n]\n"port" = 8\n';
    const { entries } = fileOf(text);
    assert.deepEqual(
      ['mail-from', 'trusted-proxies', 'port'].map((key) => entries.get(key)?.line),
      [1, 5, 8],
    );
  });

  test('refuses a key that is no option with its line and the nearest name, and every other fault beside it', () => {
    assert.deepEqual(
      faultsOf('data_dir = "x"\nport = "8911"\n[database]\nurl = 1\n\n[[list]]\na = 1\n').sort(),
      [
        '1 data_dir is not an option; the nearest is data-dir',
        '2 port takes a whole number from 0 to 65535, without quotes',
        '3 database is not an option; the nearest is data-dir',
        '6 list is not an option; the nearest is host',
      ].sort(),
    );
  });

  for (const [line, fault] of [
    ['port = 65536', /^1 port takes a whole number from 0 to 65535$/],
    ['port = 8.5', /^1 port takes a whole number/],
    ['port = true', /^1 port takes a whole number/],
    ['demo = "yes"', /^1 demo must be true or false, without quotes$/],
    ['demo = 1', /^1 demo must be true or false/],
    ['trusted-proxies = "10.0.0.1"', /^1 trusted-proxies takes a list of texts/],
    ['trusted-proxies = [1]', /^1 trusted-proxies takes a list of texts/],
    ['trusted-proxies = ["not one"]', /^1 trusted-proxies takes addresses and ranges/],
    ['host = 127', /^1 host takes a text in quotes$/],
    ['host = 2026-01-01', /^1 host takes a text in quotes$/],
    ['public-url = "https://a.example/x"', /^1 public-url must not have a path/],
    ['log-level = "loud"', /^1 log-level takes debug/],
    ['port = 1\nport = 2', /^2 /],
    ['port 1', /^1 /],
    ['secrets-key = "canary-value', /^1 /],
    ['secrets-key = "canary-value"', /^1 secrets-key takes 32 bytes/],
  ] as const) {
    test(`refuses ${JSON.stringify(line)} by its line`, () => {
      const faults = faultsOf(line);
      assert.equal(faults.length, 1, faults.join('\n'));
      assert.match(faults[0] ?? '', fault);
      assert.doesNotMatch(faults[0] ?? '', /canary-value|\n/);
    });
  }

  test('is refused where it is named and not there, or is a folder', () => {
    assert.match(readConfigFile(join(folder, 'none.toml')).fault ?? '', /none\.toml cannot be read \(ENOENT\)/);
    assert.match(readConfigFile(folder).fault ?? '', /cannot be read \(EISDIR\)/);
  });

  test('with a secret in it is warned about where others may read it, and without one is not', () => {
    const secret = `metrics-token = "a"\n`;
    const warningsOf = (text: string, mode: number) => resolveConfig({}, {}, fileOf(text, mode)).warnings;
    assert.match(warningsOf(secret, 0o644).join(), /^Other users of this machine may read or change .*chmod 600/);
    assert.equal(warningsOf(secret, 0o660).length, 1, 'the group may write');
    assert.deepEqual(warningsOf(secret, 0o640), []);
    assert.deepEqual(warningsOf('port = 1\n', 0o644), []);
  });

  test('as the example prints it has every option, and changes nothing once its comment signs are gone', () => {
    const example = exampleFile();
    assert.equal(fileOf(example).entries.size, 0);
    const { config, sources, faults } = resolve(example.replace(/^# /gm, ''));
    assert.deepEqual(faults, []);
    for (const [name, { default: value }] of Object.entries(OPTIONS)) {
      assert.deepEqual(config[name as keyof typeof config], value, name);
      assert.equal(sources[name as keyof typeof sources].kind, 'file', name);
    }
  });
});

describe('a secret in a file of its own', () => {
  const secretFile = join(folder, 'secret');
  const read = (content: string, environment: Record<string, string> = {}, mode = 0o400) => {
    rmSync(secretFile, { force: true });
    writeFileSync(secretFile, content, { mode });
    chmodSync(secretFile, mode);
    return resolveConfig({}, { SALLYPORT_METRICS_TOKEN_FILE: secretFile, ...environment }, null);
  };

  test('is its content without the newline at the end, and without only that', () => {
    assert.equal(read('abc\n').config.metricsToken, 'abc');
    assert.equal(read('abc\r\n').config.metricsToken, 'abc');
    assert.equal(read(' abc \n\n').config.metricsToken, ' abc \n');
    assert.deepEqual(read('abc').sources.metricsToken, {
      kind: 'secret_file',
      name: 'SALLYPORT_METRICS_TOKEN_FILE',
      path: secretFile,
    });
  });

  test('beside the same secret as a variable is refused', () => {
    const { faults } = read('abc', { SALLYPORT_METRICS_TOKEN: 'abc' });
    assert.deepEqual(faults, [
      'SALLYPORT_METRICS_TOKEN and SALLYPORT_METRICS_TOKEN_FILE are both set: take one of them away',
    ]);
  });

  test('yields to a flag and wins over the configuration file', () => {
    const environment = { SALLYPORT_METRICS_TOKEN_FILE: secretFile };
    read('of the file');
    assert.equal(resolveConfig({ metricsToken: 'flag' }, environment, null).config.metricsToken, 'flag');
    const { config } = resolveConfig({}, environment, fileOf('metrics-token = "other"'));
    assert.equal(config.metricsToken, 'of the file');
  });

  test('is refused where it is empty or not there, by the variable and the path, and warned about where it is open', () => {
    assert.match(read('\n').faults.join(), /^SALLYPORT_METRICS_TOKEN_FILE names .*secret, which is empty/);
    const missing = { SALLYPORT_METRICS_TOKEN_FILE: join(folder, 'none') };
    assert.match(resolveConfig({}, missing, null).faults.join(), /cannot be read \(ENOENT\): check that it is there/);
    assert.match(read('abc', {}, 0o444).warnings.join(), /may read or change .*secret/);
    assert.deepEqual(read('abc', {}, 0o440).warnings, []);
  });

  test('is not for options that are no secret', () => {
    const { faults } = resolveConfig({}, { SALLYPORT_HOST_FILE: secretFile }, null);
    assert.match(faults.join(), /^SALLYPORT_HOST_FILE is not an option/);
  });
});
