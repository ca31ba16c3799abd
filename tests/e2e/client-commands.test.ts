import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInProcess } from '../../packages/testing/src/command-line.ts';
import { signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { expectJson } from './http-client.ts';
import { ADMIN, ALARM, by, fails, json, ok, profiledCommands, run } from './profiled-commands.ts';
import { clientToken } from './sandbox.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/command.md', import.meta.url));
/** Nothing listens there: only the system's administrator may. */
const NOWHERE = 'http://127.0.0.1:1';

const sandbox = profiledCommands();

async function raised(): Promise<string> {
  return (await ok(['alert', 'send', ...ALARM, ...by('station')])).trim();
}

describe('sallyport login', () => {
  test('what it keeps can be read by its user alone, and no secret is printed', async () => {
    for (const file of [sandbox.profileFile('station'), sandbox.tokenFile('station'), sandbox.profileFile('admin')]) {
      assert.equal(statSync(file).mode & 0o777, 0o600, file);
    }
    assert.equal(statSync(join(sandbox.folder, 'sallyport')).mode & 0o777, 0o700);
    assert.doesNotMatch(await sandbox.login('station', 'sandbox-alarm'), /-secret/);
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
  const asking = (how: string) => ['login', sandbox.url, '--with', how, ...RESPONDER, ...by(how)];
  const scopes = ['read_alert', 'read_agency'];

  test('by the browser of this machine, and on another device', async () => {
    const person = await signInOverHttp(sandbox.url, ADMIN.email, ADMIN.password);
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
    const kept = readFileSync(sandbox.tokenFile('browser'));
    const profile = readFileSync(sandbox.profileFile('browser'));
    await ok(['logout', ...by('browser')]);
    writeFileSync(sandbox.tokenFile('browser'), kept);
    writeFileSync(sandbox.profileFile('browser'), profile);
    await fails(['alert', 'list', ...by('browser')], 5, /sign in again/i);
  });

  test('a person who says no leaves the profile as it was', async () => {
    const person = await signInOverHttp(sandbox.url, ADMIN.email, ADMIN.password);
    const { code, output } = await helped(
      [...asking('browser'), '--print', '--redirect-uri', 'http://localhost', '--profile', 'station'],
      /Sign in at (\S+)/,
      async (url) => fetch(await person.answer(new URL(url), [])),
    );
    assert.equal(code, 5, output);
    assert.match(await ok(['token', ...by('station')]), /^eyJ/);
  });

  test('what is refused, missing or away has an exit code and a sentence', async () => {
    const client = ['login', sandbox.url, '--with', 'client', '--client-id', 'sandbox-alarm', ...by('bad')];
    await fails(client, 5, /secret/, { SALLYPORT_CLIENT_SECRET: 'another-secret-than-that' });
    await fails(client, 2, /SALLYPORT_CLIENT_SECRET/);
    await fails(['login', sandbox.url, '--with', 'client', ...by('bad')], 2, /--client-id/);
    await fails(['login', sandbox.url, '--with', 'magic', ...by('bad')], 2, /--with must be one of/);
    await fails(['login', 'somewhere', '--with', 'session'], 2, /SERVER must be/);
    await fails(['login', '--with', 'session'], 2, /SERVER is missing/);
    await fails(['login', sandbox.url, '--with', 'session', '--profile', '../up'], 2, /--profile is a name/);
    await fails(['login', 'prepared', '--with', 'session', '--username', 'a@b.test'], 2, /Sallyport servers/);
    const person = ['login', sandbox.url, '--with', 'session', '--username', ADMIN.email, ...by('bad')];
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
      sandbox.url,
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
      const kept = JSON.parse(readFileSync(sandbox.tokenFile(name), 'utf8'));
      writeFileSync(
        sandbox.tokenFile(name),
        JSON.stringify({ token: { ...kept.token, obtained_at: 1, expires_at: 2 } }),
      );
    }
    assert.match(await ok(['token', ...by('center')]), /^eyJ/);
    await fails(['token', ...by('agent')], 5, /sign in again: sallyport login/);
    assert.doesNotMatch(readFileSync(sandbox.profileFile('agent'), 'utf8'), /pass-911/);
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
    const file = join(sandbox.folder, 'variables.json');
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
    await fails(
      [...once.slice(0, 5), join(sandbox.folder, 'none.json'), ...by('station')],
      2,
      /cannot be read: ENOENT/,
    );
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
    const file = join(sandbox.folder, 'heartbeat');
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
    const good = JSON.parse(readFileSync(sandbox.profileFile('station'), 'utf8'));
    writeFileSync(sandbox.profileFile('away'), JSON.stringify({ ...good, server: NOWHERE }));
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
    const token = await clientToken(sandbox.url, 'sandbox-prepared-events');
    const page = await expectJson<{ next_cursor: string }>(sandbox.url, 200, {
      method: 'GET',
      path: '/v1/incident_events?limit=1',
      token,
    });
    return page.next_cursor;
  }

  test('goes on where the run before ended, each event once', async () => {
    const file = join(sandbox.folder, 'cursor');
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
    sandbox.url,
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

describe('sallyport doctor --profile', () => {
  const findings = async (name: string, variables = {}) => {
    const { code, output } = await run(['doctor', '--json', ...by(name)], variables);
    const { findings } = JSON.parse(output) as { findings: { check: string; status: string; action?: string }[] };
    return { code, bad: findings.filter(({ status }) => status !== 'ok').map(({ check }) => check), findings };
  };

  test('finds nothing wrong with a good one, and what is wrong with others', async () => {
    for (const name of ['center', 'admin'])
      assert.deepEqual(await findings(name).then(({ code, bad }) => [code, bad]), [0, []]);
    const good = JSON.parse(readFileSync(sandbox.profileFile('center'), 'utf8'));
    const plant = (changed: object) =>
      writeFileSync(sandbox.profileFile('ill'), JSON.stringify({ ...good, ...changed }), { mode: 0o600 });
    plant({ clientSecret: 'another-secret-than-that' });
    assert.deepEqual((await findings('ill')).bad, ['sign-in']);
    plant({ server: NOWHERE });
    const away = await findings('ill', { HTTPS_PROXY: 'http://proxy.test:3128' });
    assert.deepEqual(away.bad, ['server']);
    assert.match(away.findings.find(({ check }) => check === 'server')?.action ?? '', /NODE_USE_ENV_PROXY=1/);
    assert.doesNotMatch(JSON.stringify(await findings('ill')), /PROXY/);
    rmSync(sandbox.profileFile('ill'));
    writeFileSync(sandbox.profileFile('ill'), JSON.stringify(good), { mode: 0o644 });
    const { code, bad } = await findings('ill');
    assert.deepEqual([code, bad], [1, ['files']]);
    writeFileSync(sandbox.profileFile('ill'), '{');
    await fails(['doctor', ...by('ill')], 5, /damaged/);
  });
});

/** The arguments of a documented line as a shell reads them, which has single quotes alone. */
const wordsOf = (line: string) =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

test('the commands of docs/command.md work as they stand, on a sandbox', async () => {
  const text = readFileSync(DOCUMENT, 'utf8').replaceAll('http://127.0.0.1:8911', sandbox.url);
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
    'operators',
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
