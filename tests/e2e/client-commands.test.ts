import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInProcess } from '../../packages/testing/src/command-line.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { CookieJar, expectJson } from './http-client.ts';
import { clientToken } from './sandbox.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/command.md', import.meta.url));
/** Nothing listens there: only the system's administrator may. */
const NOWHERE = 'http://127.0.0.1:1';
const ADMIN = { email: 'admin@sandbox.test', password: 'sandbox-admin-pass-911' };
const OPERATOR = { email: 'operator@sallyport.test', password: 'sallyport-operator-911' };
const ALARM = [
  '--callflow',
  'sandbox',
  '--name',
  'Jordan Rivera',
  '--phone',
  '+15555550123',
  '--at',
  '40.7484,-73.9857,25',
];

let gateway: GatewayProcess;
let folder: string;
const environment = process.env['XDG_CONFIG_HOME'];
before(async () => {
  gateway = await startGatewayProcess();
  folder = mkdtempSync(join(tmpdir(), 'sallyport-profiles-'));
  process.env['XDG_CONFIG_HOME'] = folder;
  await login('station', 'sandbox-alarm');
  await login('center', 'sandbox-cad');
  await login('feed', 'sandbox-prepared-events');
  await loginPerson('admin', ADMIN);
  await loginPerson('operator', OPERATOR);
});
after(async () => {
  if (environment === undefined) delete process.env['XDG_CONFIG_HOME'];
  else process.env['XDG_CONFIG_HOME'] = environment;
  rmSync(folder, { recursive: true, force: true });
  await gateway.stop();
});

const profileFile = (name: string) => join(folder, 'sallyport', `${name}.profile.json`);
const tokenFile = (name: string) => join(folder, 'sallyport', `${name}.token.json`);

async function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  Object.assign(process.env, variables);
  try {
    return await runInProcess(args);
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }
}
/** What a command that succeeds printed. */
async function ok(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const { code, output } = await run(args, variables);
  assert.equal(code, 0, `${args.join(' ')}: ${output}`);
  return output;
}
async function json<T>(args: readonly string[]): Promise<T[]> {
  const lines = (await ok([...args, '--json'])).trim().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}
/** A command that fails: its exit code, and a word of what it states. */
async function fails(args: readonly string[], expected: number, words: RegExp, variables = {}): Promise<void> {
  const { code, output } = await run(args, variables);
  assert.equal(code, expected, `${args.join(' ')}: ${output}`);
  assert.match(output, words);
  assert.doesNotMatch(output, /-secret\b|pass-911|eyJ[\w-]{10}|\n {4}at /);
}

const login = (name: string, clientId: string) =>
  ok(['login', gateway.url, '--with', 'client', '--client-id', clientId, '--profile', name], {
    SALLYPORT_CLIENT_SECRET: `${clientId}-secret`,
  });
const loginPerson = (name: string, { email, password }: { email: string; password: string }) =>
  ok(['login', gateway.url, '--with', 'session', '--username', email, '--profile', name], {
    SALLYPORT_PASSWORD: password,
  });

const by = (profile: string) => ['--profile', profile];
async function raised(): Promise<string> {
  return (await ok(['alert', 'send', ...ALARM, ...by('station')])).trim();
}

describe('sallyport login', () => {
  test('what it keeps can be read by its user alone, and no secret is printed', async () => {
    for (const file of [profileFile('station'), tokenFile('station'), profileFile('admin')]) {
      assert.equal(statSync(file).mode & 0o777, 0o600, file);
    }
    assert.equal(statSync(join(folder, 'sallyport')).mode & 0o777, 0o700);
    assert.doesNotMatch(await login('station', 'sandbox-alarm'), /-secret/);
  });

  test('a token is printed, the same while it is good', async () => {
    const first = await ok(['token', ...by('station')]);
    assert.match(first, /^eyJ\S+\n$/);
    assert.equal(await ok(['token', ...by('station')]), first);
    assert.equal(await ok(['token', ...by('station'), '--quiet']), '');
    const [printed] = await json<{ access_token: string }>(['token', ...by('station')]);
    assert.equal(`${printed?.access_token}\n`, first);
  });

  /** Signs in with a person's help, who acts once the command has printed what matches. */
  async function helped(args: readonly string[], shown: RegExp, help: (found: string) => Promise<unknown>) {
    const variables = { SALLYPORT_CLIENT_SECRET: 'sandbox-responder-secret' };
    Object.assign(process.env, variables);
    let isHelped = false;
    try {
      return await runInProcess(args, (output) => {
        const found = shown.exec(output)?.[1];
        if (found === undefined || isHelped) return;
        isHelped = true;
        void help(found);
      });
    } finally {
      delete process.env['SALLYPORT_CLIENT_SECRET'];
    }
  }
  const RESPONDER = ['--client-id', 'sandbox-responder', '--scope', 'read_alert read_agency'];
  const asking = (how: string) => ['login', gateway.url, '--with', how, ...RESPONDER, ...by(how)];
  const scopes = ['read_alert', 'read_agency'];

  test('by the browser of this machine, and on another device', async () => {
    const person = await signInOverHttp(gateway.url, ADMIN.email, ADMIN.password);
    const browser = await helped(
      [...asking('browser'), '--print', '--redirect-uri', 'http://localhost'],
      /Sign in at (\S+)/,
      async (url) => fetch(await person.answer(new URL(url), scopes)),
    );
    assert.equal(browser.code, 0, browser.output);
    const device = await helped(asking('device'), /and type (\S+)/, (code) => person.answerDevice(code, scopes));
    assert.equal(device.code, 0, device.output);
    for (const name of ['browser', 'device']) assert.match(await ok(['token', ...by(name)]), /^eyJ/);
    // Signing out ends it on the server too: the token that was kept is of no use.
    const kept = readFileSync(tokenFile('browser'));
    const profile = readFileSync(profileFile('browser'));
    await ok(['logout', ...by('browser')]);
    writeFileSync(tokenFile('browser'), kept);
    writeFileSync(profileFile('browser'), profile);
    await fails(['alert', 'list', ...by('browser')], 5, /sign in again/i);
  });

  test('a person who says no leaves the profile as it was', async () => {
    const person = await signInOverHttp(gateway.url, ADMIN.email, ADMIN.password);
    const { code, output } = await helped(
      [...asking('browser'), '--print', '--redirect-uri', 'http://localhost', '--profile', 'station'],
      /Sign in at (\S+)/,
      async (url) => fetch(await person.answer(new URL(url), [])),
    );
    assert.equal(code, 5, output);
    assert.match(await ok(['token', ...by('station')]), /^eyJ/);
  });

  test('what is refused, missing or away has an exit code and a sentence', async () => {
    const client = ['login', gateway.url, '--with', 'client', '--client-id', 'sandbox-alarm', ...by('bad')];
    await fails(client, 5, /secret/, { SALLYPORT_CLIENT_SECRET: 'another-secret-than-that' });
    await fails(client, 2, /SALLYPORT_CLIENT_SECRET/);
    await fails(['login', gateway.url, '--with', 'client', ...by('bad')], 2, /--client-id/);
    await fails(['login', gateway.url, '--with', 'magic', ...by('bad')], 2, /--with must be one of/);
    await fails(['login', 'somewhere', '--with', 'session'], 2, /SERVER must be/);
    await fails(['login', '--with', 'session'], 2, /SERVER is missing/);
    await fails(['login', gateway.url, '--with', 'session', '--profile', '../up'], 2, /--profile is a name/);
    await fails(['login', 'prepared', '--with', 'session', '--username', 'a@b.test'], 2, /Sallyport servers/);
    const person = ['login', gateway.url, '--with', 'session', '--username', ADMIN.email, ...by('bad')];
    await fails(person, 5, /password/, { SALLYPORT_PASSWORD: 'not-the-password-of-anybody' });
    const away = ['login', NOWHERE, '--with', 'client', '--client-id', 'x', '--timeout', '1', ...by('bad')];
    await fails(away, 4, /could not be reached/, { SALLYPORT_CLIENT_SECRET: 'a-secret-of-tests' });
    const behindProxy = {
      SALLYPORT_CLIENT_SECRET: 'a-secret-of-tests',
      HTTPS_PROXY: 'http://bob:hunter2@proxy.test:3128',
    };
    await fails(away, 4, /HTTPS_PROXY is set, and Node uses a proxy with NODE_USE_ENV_PROXY=1/, behindProxy);
    await fails(['token', ...by('bad')], 5, /There is no profile bad; there are: .*station.*sallyport login/);
  });

  test('a sign-in is tried for as long as --timeout states, whoever signs in', async (t) => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    t.after(() => silent.close());
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const secrets = { SALLYPORT_CLIENT_SECRET: 'a-secret-of-tests', SALLYPORT_PASSWORD: 'a-password-of-tests' };
    for (const how of ['client', 'password', 'device', 'session']) {
      const args = ['login', url, '--with', how, '--client-id', 'x', '--username', 'a@b.test', '--timeout', '1'];
      await fails([...args, ...by('bad')], 4, /No answer came within 1000 ms/, secrets);
    }
  });

  test('a token that has ended is renewed by a client, and asks a person to sign in', async () => {
    const args = [
      'login',
      gateway.url,
      '--with',
      'password',
      '--client-id',
      'sandbox-cad',
      '--username',
      'agent@sandbox.test',
    ];
    await ok([...args, ...by('agent')], {
      SALLYPORT_CLIENT_SECRET: 'sandbox-cad-secret',
      SALLYPORT_PASSWORD: 'sandbox-agent-pass-911',
    });
    for (const name of ['agent', 'center']) {
      const kept = JSON.parse(readFileSync(tokenFile(name), 'utf8'));
      writeFileSync(tokenFile(name), JSON.stringify({ token: { ...kept.token, obtained_at: 1, expires_at: 2 } }));
    }
    assert.match(await ok(['token', ...by('center')]), /^eyJ/);
    await fails(['token', ...by('agent')], 5, /sign in again: sallyport login/);
    assert.doesNotMatch(readFileSync(profileFile('agent'), 'utf8'), /pass-911/);
  });
});

describe('sallyport alert', () => {
  test('one is sent, listed, accepted, written to, and its disposition stated', async () => {
    const id = await raised();
    assert.match(id, /^alert-/);
    const listed = await json<{ alert_id: string }>(['alert', 'list', ...by('center')]);
    assert.ok(listed.some(({ alert_id }) => alert_id === id));
    assert.ok((await ok(['alert', 'list', ...by('center'), '--limit', '1'])).split('\n').length === 2);
    assert.equal(await ok(['alert', 'accept', id, ...by('center')]), `${id} is ACCEPTED\n`);
    await ok(['alert', 'chat', id, '--text', 'Two minutes out', ...by('center')]);
    assert.equal(
      await ok(['alert', 'disposition', id, '--set', 'ENROUTE', ...by('center')]),
      `${id} is ACCEPTED, ENROUTE\n`,
    );
    const shown = await ok(['alert', 'show', id, '--logs', ...by('station')]);
    assert.match(shown, /Two minutes out/);
  });

  test('the sender cancels, and the center declines', async () => {
    const [first, second] = [await raised(), await raised()];
    const reason = ['--reason', 'Disarmed with a code'];
    assert.equal(await ok(['alert', 'cancel', first, ...reason, ...by('station')]), `${first} is CANCELED, CANCELED\n`);
    const decline = ['alert', 'decline', second, '--reason', 'Out of our area', ...by('center')];
    assert.equal(await ok(decline), `${second} is DECLINED\n`);
    await fails(['alert', 'accept', second, ...by('center')], 1, /\n.+anew/);
  });

  test('the same key is one alert, and a file may hold the variables', async () => {
    const file = join(folder, 'variables.json');
    writeFileSync(file, JSON.stringify({ user_name: 'Riley Example', user_phone: '+15555550124' }));
    const once = [
      'alert',
      'send',
      '--callflow',
      'sandbox',
      '--variables',
      file,
      '--at',
      '40.7484,-73.9857',
      ...by('station'),
    ];
    const keyed = [...once, '--idempotency-key', 'one-alert-of-two-commands'];
    assert.equal(await ok(keyed), await ok(keyed));
    writeFileSync(file, '[]');
    await fails(once, 2, /JSON object/);
    await fails([...once.slice(0, 5), join(folder, 'none.json'), ...by('station')], 2, /cannot be read: ENOENT/);
  });

  test('an unknown id, a side that may not, and a word that is none are refused', async () => {
    const unknown = 'alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11';
    await fails(['alert', 'show', unknown, ...by('center')], 1, /Check the id/);
    await fails(['alert', 'accept', await raised(), ...by('station')], 1, /center|may/);
    await fails(['alert', 'send', ...ALARM, ...by('center')], 1, /alerts:trigger/);
    await fails(['alert', 'send', '--callflow', 'nowhere', ...by('station')], 1, /callflow/);
    await fails(['alert', 'disposition', unknown, '--set', 'LOST', ...by('center')], 2, /DISPATCHED/);
    await fails(['alert', 'accept', ...by('center')], 2, /ALERT-ID is missing/);
    await fails(['alert', 'send', '--callflow', 'sandbox', '--at', 'here', ...by('station')], 2, /--at/);
    await fails(['alert', 'list', '--since', 'then', ...by('center')], 2, /--since/);
    await fails(['alert', 'list', '--limit', '0', ...by('center')], 2, /--limit/);
    await fails(['alert', 'list', ...by('admin')], 2, /needs a client/);
    await fails(['alert', 'list', ...by('feed')], 1, /scope alerts/);
  });
});

describe('sallyport rehearse', () => {
  interface Printed {
    readonly holds: boolean;
    readonly rehearsal: { readonly outcome: string; readonly alert: { readonly alert_id: string } } | null;
    readonly refusal: { readonly step: string } | null;
  }
  const rehearse = (...more: string[]) => ['rehearse', ...ALARM, ...more];

  test('states each step of an alert, and sends none', async () => {
    const before = await json(['alert', 'list', ...by('station')]);
    const text = await ok(rehearse(...by('station')));
    for (const words of [
      /token +is good/,
      /phone +\+15555550123/,
      /center +Sandbox County 9-1-1/,
      /would be a new alert/,
    ]) {
      assert.match(text, words);
    }
    assert.match(await ok(rehearse('--phone', 'ext. seven', ...by('station'))), /kept as it was given/);
    assert.deepEqual(await json(['alert', 'list', ...by('station')]), before);
  });

  test('a heartbeat is a line each time, and a file whose age is watched', async () => {
    const file = join(folder, 'heartbeat');
    const beats = await json<Printed>(
      rehearse('--every', '1', '--count', '2', '--heartbeat-file', file, ...by('station')),
    );
    assert.deepEqual(
      beats.map(({ holds, rehearsal }) => [holds, rehearsal?.outcome]),
      [
        [true, 'new'],
        [true, 'new'],
      ],
    );
    assert.ok(!Number.isNaN(Date.parse(readFileSync(file, 'utf8').trim())));
    rmSync(file);
    const failing = rehearse('--callflow', 'nowhere', '--every', '1', '--count', '1', '--heartbeat-file', file);
    const { code, output } = await run([...failing, ...by('station')]);
    assert.equal(code, 1);
    assert.match(output, /FAILS .* alert: .*callflow/);
    assert.throws(() => readFileSync(file), { code: 'ENOENT' });
  });

  test('what an alert would be refused for, is said with the step', async () => {
    await fails(rehearse('--callflow', 'nowhere', ...by('station')), 1, /callflow/);
    await fails(rehearse(...by('center')), 1, /alerts:trigger/);
    await fails(rehearse(...by('admin')), 2, /needs a client/);
    await fails(['rehearse', ...by('station')], 2, /--callflow/);
    await fails(rehearse('--every', '0', ...by('station')), 2, /--every/);
    const good = JSON.parse(readFileSync(profileFile('station'), 'utf8'));
    writeFileSync(profileFile('away'), JSON.stringify({ ...good, server: NOWHERE }));
    const { code, output } = await run(rehearse('--json', '--timeout', '1', ...by('away')));
    assert.equal(code, 4);
    const [line = ''] = output.split('\n');
    assert.equal((JSON.parse(line) as Printed).refusal?.step, 'token');
  });
});

describe('sallyport incidents', () => {
  test('a client and a person list, show and search them', async () => {
    await raised();
    for (const name of ['center', 'admin']) {
      const [newest] = await json<{ id: string; alert_id: string }>(['incidents', 'list', '--limit', '1', ...by(name)]);
      const [shown] = await json<{ id: string }>(['incidents', 'show', newest?.id ?? '', ...by(name)]);
      assert.equal(shown?.id, newest?.id);
      assert.match(await ok(['incidents', 'search', newest?.alert_id ?? '', ...by(name)]), /alert/);
    }
    await fails(['incidents', 'show', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11', ...by('center')], 1, /Check the id/);
    await fails(['incidents', 'list', ...by('operator')], 1, /agency|may|operator/i);
  });
});

describe('sallyport tail', () => {
  interface Printed {
    readonly kind: string;
    readonly type: string;
    readonly cursor: string;
    readonly about: string;
  }
  /** Where the log is now, so that what comes next is printed whenever the stream is open. */
  async function now(): Promise<string> {
    const token = await clientToken(gateway.url, 'sandbox-prepared-events');
    const page = await expectJson<{ next_cursor: string }>(gateway.url, 200, {
      method: 'GET',
      path: '/v1/incident_events?limit=1',
      token,
    });
    return page.next_cursor;
  }

  test('goes on where the run before ended, each event once', async () => {
    const file = join(folder, 'cursor');
    const after = await now();
    const first = await raised();
    const args = ['tail', '--cursor-file', file, '--count', '1', ...by('center')];
    const [one] = await json<Printed>([...args, '--after', after]);
    assert.deepEqual([one?.kind, one?.type, one?.about], ['event', 'alert.new', first]);
    assert.equal(readFileSync(file, 'utf8'), `${one?.cursor}\n`);
    const second = await raised();
    const seen: string[] = [];
    // What happened to the first one may come before.
    for (let runs = 0; runs < 20 && seen.at(-1) !== second; runs += 1) {
      seen.push(...(await json<Printed>(args)).map(({ about }) => about));
    }
    assert.equal(seen.at(-1), second);
    assert.equal(new Set(seen).size, seen.length);
    assert.doesNotMatch(seen.join(), new RegExp(first));
  });

  test('prints for a person without colours where there is no terminal, and incident events too', async () => {
    const after = await now();
    await raised();
    const plain = await ok(['tail', '--after', after, '--count', '1', ...by('center')]);
    assert.match(plain, /^\d{4}-\S+Z {2}alert\.new {2}alert-/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one
    assert.doesNotMatch(plain, /\u001b/);
    const events = await json<Printed>(['tail', 'incidents', '--after', after, '--count', '1', ...by('feed')]);
    assert.equal(events[0]?.type, 'incident_metadata');
  });

  test('a cursor that is none of the log is said to be so once the stream is open again, and what is refused ends it', async () => {
    const unknown = ['tail', '--after', 'sandbox-county:999999999', '--count', '1', '--json', ...by('center')];
    const stopped = runInProcess(unknown, (output) => {
      if (output.includes('"resync"')) void raised();
    });
    assert.match((await stopped).output, /"kind":"resync","reason":"cursor_unknown"/);
    await fails(['tail', 'weather', ...by('center')], 2, /alerts or incidents/);
    await fails(['tail', ...by('feed')], 1, /alerts/);
    await fails(['tail', '--count', 'some', ...by('center')], 2, /--count/);
  });
});

test('sallyport open prints a deeplink that opens the portal', async () => {
  const args = [
    'login',
    gateway.url,
    '--with',
    'password',
    '--client-id',
    'sandbox-cad',
    '--username',
    'agent@sandbox.test',
  ];
  await ok([...args, ...by('shift')], {
    SALLYPORT_CLIENT_SECRET: 'sandbox-cad-secret',
    SALLYPORT_PASSWORD: 'sandbox-agent-pass-911',
  });
  const url = await ok(['open', 'tel://15555550123', '--print', ...by('shift')]);
  assert.equal((await fetch(url.trim())).status, 200);
  await fails(['open', 'tel://1', '--print', ...by('shift')], 1, /./);
  await fails(['open', '--print', ...by('shift')], 2, /QUERY is missing/);
});

describe('an installation is administered', () => {
  test('users are listed, added, disabled and enabled again', async () => {
    const listed = await json<{ email: string }>(['users', 'list', ...by('admin')]);
    assert.ok(listed.some(({ email }) => email === 'agent@sandbox.test'));
    const person = ['--email', 'new@sandbox.test', '--first-name', 'New', '--last-name', 'Person', '--role', 'agent'];
    assert.match(await ok(['users', 'add', ...person, ...by('admin')]), /Added new@sandbox\.test\nhttp/);
    assert.match(await ok(['users', 'disable', 'new@sandbox.test', ...by('admin')]), /is disabled/);
    assert.doesNotMatch(await ok(['users', 'enable', 'new@sandbox.test', ...by('admin')]), /is disabled/);
    assert.match(await ok(['users', 'release', 'new@sandbox.test', ...by('admin')]), /may sign in again/);
    assert.match(await ok(['users', 'show', 'new@sandbox.test', ...by('admin')]), /"role": "agent"/);
    const [other] = await json<{ email: string }>(['users', 'list', '--agency', 'harbor-city', ...by('operator')]);
    assert.match(other?.email ?? '', /harbor/);
    await fails(['users', 'show', 'agent@harbor.test', ...by('admin')], 1, /no user/);
    await fails(['users', 'add', ...person, ...by('admin')], 1, /./);
    await fails(['users', 'list', ...by('center')], 1, /administrator/);
  });

  test('a user is added in every role that the agency has, and in no other', async () => {
    const jar = new CookieJar();
    await expectJson(gateway.url, 200, { method: 'POST', path: '/api/session', json: ADMIN, jar });
    const role = { title: 'Shift lead', rights: ['session:own', 'incidents:read'] };
    const own = await expectJson<{ id: string }>(gateway.url, 201, {
      ...{ method: 'POST', path: '/api/roles', json: role, jar },
    });
    const add = (email: string, role: string) => [
      ...['users', 'add', '--email', email, '--first-name', 'New', '--last-name', 'Person', '--role', role],
      ...by('admin'),
    ];
    const roleOf = async (email: string) =>
      (await json<{ role: string }>(['users', 'show', email, ...by('admin')]))[0]?.role;
    await ok(add('supervisor@sandbox.test', 'supervisor'));
    assert.equal(await roleOf('supervisor@sandbox.test'), 'supervisor');
    await ok(add('lead@sandbox.test', 'shift lead'));
    assert.equal(await roleOf('lead@sandbox.test'), own.id);
    await ok(add('second-lead@sandbox.test', own.id));
    assert.equal(await roleOf('second-lead@sandbox.test'), own.id);
    const every = /--role must be a role of the agency, which chief is not: agent, admin, .*trainee, Shift lead/;
    await fails(add('chief@sandbox.test', 'chief'), 2, every);
    await fails(add('chief@sandbox.test', 'operator'), 2, /which operator is not/);
    await fails(['users', 'show', 'chief@sandbox.test', ...by('admin')], 1, /no user/);
  });

  test('a client is shown, disabled, enabled, and its secret rotated', async () => {
    const id = 'sandbox-prepared-cad';
    assert.match(await ok(['clients', 'list', ...by('admin')]), /sandbox-prepared-cad {2}.*enabled {2}1 secret/);
    assert.equal(await ok(['clients', 'disable', id, ...by('admin')]), `${id} is disabled\n`);
    assert.equal(await ok(['clients', 'enable', id, ...by('admin')]), `${id} is enabled\n`);
    const args = ['login', gateway.url, '--with', 'client', '--client-id', id, ...by('rotated')];
    const [kept] = await json<{ client_secret: string }>(['secrets', 'rotate', id, ...by('admin')]);
    for (const secret of [`${id}-secret`, kept?.client_secret ?? ''])
      await ok(args, { SALLYPORT_CLIENT_SECRET: secret });
    // Two are the most: one more is refused, and nothing is removed for it.
    await fails(['secrets', 'rotate', id, ...by('admin')], 1, /./);
    await ok(args, { SALLYPORT_CLIENT_SECRET: `${id}-secret` });
    const secretsOf = async () =>
      (await json<{ secrets: unknown[] }>(['clients', 'show', id, ...by('admin')]))[0]?.secrets;
    assert.equal((await secretsOf())?.length, 2);
    assert.equal(await ok(['secrets', 'end-old', id, ...by('admin')]), `${id}: 1 secret is ended\n`);
    await fails(args, 5, /./, { SALLYPORT_CLIENT_SECRET: `${id}-secret` });
    await ok(args, { SALLYPORT_CLIENT_SECRET: kept?.client_secret ?? '' });
    assert.deepEqual(await json(['secrets', 'end-old', id, ...by('admin')]), [{ client_id: id, ended_secret_ids: [] }]);
    assert.equal((await secretsOf())?.length, 1);
    await fails(['secrets', 'end-old', 'harbor-cad', ...by('admin')], 1, /no client/);
    await fails(['clients', 'show', 'harbor-cad', ...by('admin')], 1, /no client/);
    await fails(['clients', 'disable', 'harbor-cad', ...by('admin')], 1, /./);
  });

  test('a rotation that ends the old secrets leaves the new one alone, whether there was one or two', async () => {
    const id = 'harbor-prepared-cad';
    const of = ['--agency', 'harbor-city', ...by('operator')];
    const args = ['login', gateway.url, '--with', 'client', '--client-id', id, ...by('ended')];
    const rotate = async (...endOld: string[]) =>
      (await json<{ client_secret: string }>(['secrets', 'rotate', id, ...endOld, ...of]))[0]?.client_secret ?? '';
    const first = await rotate('--end-old');
    const second = await rotate();
    for (const secret of [first, second]) await ok(args, { SALLYPORT_CLIENT_SECRET: secret });
    const third = await rotate('--end-old');
    for (const secret of [`${id}-secret`, first, second])
      await fails(args, 5, /./, { SALLYPORT_CLIENT_SECRET: secret });
    await ok(args, { SALLYPORT_CLIENT_SECRET: third });
  });

  test('agencies are listed, shown and edited by operators alone', async () => {
    assert.match(await ok(['agencies', 'list', ...by('operator')]), /harbor-city {5}Harbor City Dispatch/);
    assert.match(
      await ok(['agencies', 'edit', 'harbor-city', '--time-zone', 'America/New_York', ...by('operator')]),
      /New_York/,
    );
    const [shown] = await json<{ time_zone: string }>(['agencies', 'show', 'harbor-city', ...by('operator')]);
    assert.equal(shown?.time_zone, 'America/New_York');
    const edit = (...given: string[]) => ['agencies', 'edit', 'harbor-city', ...given, ...by('operator')];
    for (const given of ['es', 'none'])
      assert.match(await ok(edit('--language', given)), new RegExp(`New_York, language ${given}\\n`));
    await fails(edit(), 2, /--time-zone or --language/);
    await fails(edit('--language', 'de'), 2, /en, es/);
    await fails(['agencies', 'show', 'atlantis', ...by('operator')], 1, /no agency/);
    await fails(['agencies', 'edit', 'harbor-city', '--time-zone', 'Mars/Base', ...by('operator')], 1, /time_zone/);
    await fails(['agencies', 'list', ...by('admin')], 1, /operator/);
  });

  test('an agency is disabled and enabled by operators alone', async () => {
    const id = 'harbor-city';
    const login = ['login', gateway.url, '--with', 'client', '--client-id', 'harbor-cad', ...by('harbor')];
    const secret = { SALLYPORT_CLIENT_SECRET: 'harbor-cad-secret' };
    assert.equal(await ok(['agencies', 'disable', id, ...by('operator')]), `${id} is disabled\n`);
    assert.match(await ok(['agencies', 'list', ...by('operator')]), /harbor-city .* disabled\n/);
    await fails(login, 5, /agency of this client is disabled/, secret);
    await fails(['alert', 'send', ...ALARM.with(1, 'harbor'), ...by('station')], 1, /harbor-city is disabled/);
    assert.equal(await ok(['agencies', 'enable', id, ...by('operator')]), `${id} is enabled\n`);
    await ok(login, secret);
    await ok(['alert', 'send', ...ALARM.with(1, 'harbor'), ...by('station')]);
    await fails(['agencies', 'disable', 'atlantis', ...by('operator')], 1, /atlantis/);
    await fails(['agencies', 'disable', id, ...by('admin')], 1, /./);
    await fails(['agencies', 'disable', ...by('operator')], 2, /AGENCY-ID is missing/);
  });

  test('a session that was ended asks to sign in again', async () => {
    await loginPerson('leaving', ADMIN);
    const kept = readFileSync(profileFile('leaving'));
    await ok(['logout', ...by('leaving')]);
    writeFileSync(profileFile('leaving'), kept);
    await fails(['users', 'list', ...by('leaving')], 5, /sign in again/);
  });
});

describe('sallyport doctor --profile', () => {
  const findings = async (name: string, variables = {}) => {
    const { code, output } = await run(['doctor', '--json', ...by(name)], variables);
    const { findings } = JSON.parse(output) as { findings: { check: string; status: string; action?: string }[] };
    return { code, bad: findings.filter(({ status }) => status !== 'ok').map(({ check }) => check), findings };
  };

  test('finds nothing wrong with a good one, and what is wrong with others', async () => {
    for (const name of ['center', 'admin'])
      assert.deepEqual(await findings(name).then(({ code, bad }) => [code, bad]), [0, []]);
    const good = JSON.parse(readFileSync(profileFile('center'), 'utf8'));
    const plant = (changed: object) =>
      writeFileSync(profileFile('ill'), JSON.stringify({ ...good, ...changed }), { mode: 0o600 });
    plant({ clientSecret: 'another-secret-than-that' });
    assert.deepEqual((await findings('ill')).bad, ['sign-in']);
    plant({ server: NOWHERE });
    const away = await findings('ill', { HTTPS_PROXY: 'http://proxy.test:3128' });
    assert.deepEqual(away.bad, ['server']);
    assert.match(away.findings.find(({ check }) => check === 'server')?.action ?? '', /NODE_USE_ENV_PROXY=1/);
    assert.doesNotMatch(JSON.stringify(await findings('ill')), /PROXY/);
    rmSync(profileFile('ill'));
    writeFileSync(profileFile('ill'), JSON.stringify(good), { mode: 0o644 });
    const { code, bad } = await findings('ill');
    assert.deepEqual([code, bad], [1, ['files']]);
    writeFileSync(profileFile('ill'), '{');
    await fails(['doctor', ...by('ill')], 5, /damaged/);
  });
});

/** The arguments of a documented line as a shell reads them, which has single quotes alone. */
const wordsOf = (line: string) =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

test('the commands of docs/command.md work as they stand, on a sandbox', async () => {
  const text = readFileSync(DOCUMENT, 'utf8').replaceAll('http://127.0.0.1:8911', gateway.url);
  const lines = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) => block.trim().split('\n'));
  assert.ok(lines.length >= 15, `${lines.length} lines`);
  const exported: Record<string, string> = {};
  let alert = '';
  for (const written of lines) {
    const [, kept] = /^ALERT=\$\((.*)\)$/.exec(written) ?? [];
    const line = kept ?? written;
    const [word, ...args] = wordsOf(line);
    if (word === 'export') {
      const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/s.exec(args[0] ?? '') ?? [];
      exported[name] = value;
      continue;
    }
    assert.equal(word, 'sallyport', line);
    const output = await ok(
      args.map((arg) => arg.replace('$ALERT', alert)),
      exported,
    );
    if (kept !== undefined) alert = output.trim();
    if (args[0] === 'token') assert.match(output, /^eyJ/);
  }
});

test('every command over the API has --json, --quiet and --profile, and is completed', async () => {
  const groups = [
    'rehearse',
    'alert',
    'incidents',
    'users',
    'clients',
    'agencies',
    'secrets',
    'tail',
    'open',
    'token',
    'logout',
  ];
  const help = await ok(['--help']);
  const commands = help.split('\n').flatMap((line) => {
    const [, words = ''] = /^ {2}sallyport ((?:[a-z-]+ ?){1,2}?) (?:\[| {2})/.exec(line) ?? [];
    return groups.includes(words.split(' ')[0] ?? '') ? [words.trim()] : [];
  });
  assert.ok(commands.length >= 25, commands.join());
  for (const command of commands) {
    const own = await ok([...command.split(' '), '--help']);
    for (const option of ['--json', '--quiet', '--profile']) assert.ok(own.includes(option), `${command} ${option}`);
  }
});
