import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Command } from 'commander';
import { addServerFlags, type Flags, serverFlagsOf } from './flags.ts';
import { ConfigError, loadConfig } from './load-config.ts';
import { environmentName, flagName, OPTIONS, type OptionName } from './options.ts';

const flags = (...args: string[]): Flags =>
  serverFlagsOf(addServerFlags(new Command('serve'), () => true).parse(args, { from: 'user' }));

function faultsOf(args: readonly string[], environment: Record<string, string> = {}): readonly string[] {
  try {
    loadConfig(flags(...args), environment);
    return [];
  } catch (err) {
    assert.ok(err instanceof ConfigError);
    return err.faults;
  }
}

describe('the configuration', () => {
  test('has a default for every option, which is valid', () => {
    const config = loadConfig({}, {});
    for (const name of Object.keys(OPTIONS) as OptionName[]) assert.deepEqual(config[name], OPTIONS[name].default);
  });

  test('mails the audit to an address, and with a mail server alone', () => {
    const SMTP = '--smtp-url=smtp://127.0.0.1:25';
    assert.deepEqual(faultsOf([SMTP, '--audit-mail-to=auditor@county.test']), []);
    assert.match(faultsOf([SMTP, '--audit-mail-to=auditor']).join(), /e-mail address/);
    assert.match(faultsOf(['--audit-mail-to=auditor@county.test']).join(), /needs SALLYPORT_SMTP_URL/);
  });

  test('takes flags before the environment, and the environment before the default', () => {
    const environment = { SALLYPORT_PORT: '1111', SALLYPORT_HOST: 'localhost', SALLYPORT_LOG_LEVEL: 'debug' };
    const config = loadConfig(flags('--port', '2222', '--host=127.0.0.2'), environment);
    assert.equal(config.port, 2222);
    assert.equal(config.host, '127.0.0.2');
    assert.equal(config.logLevel, 'debug');
    assert.equal(config.dataDir, 'data');
  });

  test('reads every kind of value in both spellings of a flag', () => {
    const config = loadConfig(
      flags('--demo', '--trusted-proxies', '10.0.0.0/8, 192.0.2.1,', '--public-url=HTTPS://A.Example:443/', '--port=0'),
      { SALLYPORT_DEMO_BEYOND_LOOPBACK: '1' },
    );
    assert.equal(config.demo, true);
    assert.equal(config.demoBeyondLoopback, true);
    assert.deepEqual(config.trustedProxies, ['10.0.0.0/8', '192.0.2.1']);
    assert.equal(config.publicUrl, 'https://a.example');
    assert.equal(config.port, 0);
    assert.equal(loadConfig(flags('--demo=false'), { SALLYPORT_DEMO: 'true' }).demo, false);
  });

  test('reads switches by one grammar, as flags with and without a value and as variables', () => {
    const words: [string, boolean][] = [
      ...['true', 'TRUE', 'yes', 'Yes', 'on', '1'].map((word): [string, boolean] => [word, true]),
      ...['false', 'no', 'NO', 'off', '0'].map((word): [string, boolean] => [word, false]),
    ];
    for (const [word, is] of words) {
      assert.equal(loadConfig(flags('--demo', word), {}).demo, is, word);
      assert.equal(loadConfig(flags(`--demo=${word}`), {}).demo, is, word);
      assert.equal(loadConfig({}, { SALLYPORT_DEMO: word }).demo, is, word);
    }
    assert.equal(loadConfig(flags('--demo', '--port', '1'), {}).demo, true);
    assert.equal(loadConfig({ demo: 'true' }, {}).demo, true);
    assert.match(faultsOf(['--demo', 'maybe']).join(), /^--demo must be true, yes, on or 1, or false, no, off or 0$/);
    assert.match(faultsOf(['--demo=']).join(), /^--demo must be/);
  });

  test('a variable that sets no option is refused, naming the nearest; those of Kubernetes are not ours', () => {
    assert.deepEqual(faultsOf([], { SALLYPORT_DATABSE_URL: 'postgres://db', SALLYPORT_TRUSTED_PROXY: '10.0.0.1' }), [
      'SALLYPORT_DATABSE_URL is not an option; the nearest is SALLYPORT_DATABASE_URL',
      'SALLYPORT_TRUSTED_PROXY is not an option; the nearest is SALLYPORT_TRUSTED_PROXIES',
    ]);
    assert.deepEqual(
      faultsOf([], { SALLYPORT_SERVICE_HOST: '10.0.0.1', SALLYPORT_PORT_8911_TCP_ADDR: '10.0.0.1' }),
      [],
    );
    assert.deepEqual(faultsOf([], { PATH: '/bin' }), []);
  });

  test('a public URL is an origin: as browsers write it, and nothing after the port', () => {
    for (const [given, origin] of [
      ['http://EXAMPLE.org:80', 'http://example.org'],
      ['https://example.org:8443//', 'https://example.org:8443'],
      ['http://[0:0::1]:8911/', 'http://[::1]:8911'],
      ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ] as const) {
      assert.equal(loadConfig(flags('--public-url', given), {}).publicUrl, origin);
    }
    for (const [given, fault] of [
      ['https://a.example/sallyport', /must not have a path such as \/sallyport/],
      ['https://a.example/?x=1', /must not have a query/],
      ['https://a.example?', /must not have a query/],
      ['https://a.example/#top', /must not have a fragment/],
      ['https://user:secret@a.example', /must not have a user name/],
      ['https://@a.example', /must not have a user name/],
      ['ftp://a.example', /takes a URL/],
    ] as const) {
      const faults = faultsOf(['--public-url', given], {}).join('; ');
      assert.match(faults, fault, given);
      assert.ok(!faults.includes('secret'));
    }
  });

  test('an empty variable is an unset one', () => {
    assert.equal(loadConfig({}, { SALLYPORT_DATABASE_URL: '', SALLYPORT_HOST: '' }).databaseUrl, null);
    assert.equal(loadConfig({}, { SALLYPORT_DEMO: '', SALLYPORT_PORT: '' }).port, 8911);
  });

  test('cannot be changed once it is loaded', () => {
    assert.throws(() => Object.assign(loadConfig({}, {}), { port: 1 }));
  });

  test('names every fault at once, each with its option and what it takes', () => {
    const faults = faultsOf(['--port', 'many', '--log-level', 'loud', '--public-url', 'not a url'], {
      SALLYPORT_DEMO: 'maybe',
      SALLYPORT_POSTGRES_WRITE_CONNECTIONS: '0',
      SALLYPORT_SIGNING_ALGORITHM: 'RS256',
    });
    for (const part of [
      '--port',
      'SALLYPORT_DEMO',
      'SALLYPORT_POSTGRES_WRITE_CONNECTIONS takes a whole number from 1 to 64',
      '--log-level takes debug',
      '--public-url takes a URL',
      'SIGNING_ALGORITHM',
    ]) {
      assert.ok(
        faults.some((fault) => fault.includes(part)),
        `${part} in ${faults.join('; ')}`,
      );
    }
  });

  for (const [name, value] of [
    ['port', '65536'],
    ['port', '-1'],
    ['port', '8.5'],
    ['port', ''],
    ['port', ' '],
    ['port', '8911x'],
    ['passwordMinimumLength', '7'],
    ['portalSessionHours', '25'],
    ['auditRetentionDays', '364'],
    ['demo', 'maybe'],
    ['demo', 'truee'],
    ['demo', '2'],
    ['demo', ' true'],
    ['databaseUrl', 'localhost'],
    ['smtpUrl', 'mail'],
    ['publicUrl', 'localhost:8911'],
    ['publicUrl', 'ftp://a.example'],
    ['publicUrl', '/sallyport'],
  ] as const) {
    test(`${JSON.stringify(value)} is refused as ${name}, by flag and by environment`, () => {
      assert.equal(faultsOf([`${flagName(name)}=${value}`]).length, 1);
      if (value !== '') assert.equal(faultsOf([], { [environmentName(name)]: value }).length, 1);
    });
  }

  test('a fault never repeats the value of an option that is secret', () => {
    for (const fault of faultsOf(['--database-url', 'canary-value', '--smtp-url', 'canary-value'])) {
      assert.ok(!fault.includes('canary'), fault);
    }
  });

  test('the demo, whose passwords are published, is refused beyond loopback unless it is stated twice', () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1', '127.example.com', 'localhost.example', '']) {
      const args = ['--demo', `--host=${host}`];
      if (host === '') assert.equal(loadConfig(flags(...args), {}).host, '127.0.0.1');
      else assert.match(faultsOf(args).join(), /--demo-beyond-loopback/, host);
      assert.deepEqual(faultsOf([...args, '--demo-beyond-loopback']), []);
    }
    for (const host of ['127.0.0.1', '127.0.0.2', '::1', 'localhost'])
      assert.deepEqual(faultsOf(['--demo', '--host', host]), []);
  });
});

test('live audio is configured whole, by a WebSocket URL and a secret of 32 characters, or not at all', () => {
  const env = {
    SALLYPORT_LIVEKIT_URL: 'wss://livekit.center.example',
    SALLYPORT_LIVEKIT_API_KEY: 'key',
    SALLYPORT_LIVEKIT_API_SECRET: 'x'.repeat(32),
  };
  assert.equal(loadConfig({}, env).livekitUrl, env.SALLYPORT_LIVEKIT_URL);
  assert.throws(() => loadConfig({}, { ...env, SALLYPORT_LIVEKIT_API_KEY: undefined }), /all three or none/);
  assert.throws(() => loadConfig({}, { ...env, SALLYPORT_LIVEKIT_URL: 'https://a.test' }), /ws:\/\/ or wss:\/\//);
  assert.throws(() => loadConfig({}, { ...env, SALLYPORT_LIVEKIT_API_SECRET: 'short' }), /at least 32 characters/);
});
