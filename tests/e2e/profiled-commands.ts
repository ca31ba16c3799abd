import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { runInProcess } from '../../packages/testing/src/command-line.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';

export const ADMIN = { email: 'admin@sandbox.test', password: 'sandbox-admin-pass-911' };
export const OPERATOR = { email: 'operator@sallyport.test', password: 'sallyport-operator-911' };
export const ALARM = [
  '--callflow',
  'sandbox',
  '--name',
  'Jordan Rivera',
  '--phone',
  '+15555550123',
  '--at',
  '40.7484,-73.9857,25',
];

type Variables = Readonly<Record<string, string>>;

export const by = (profile: string) => ['--profile', profile];

export async function run(args: readonly string[], variables: Variables = {}) {
  Object.assign(process.env, variables);
  try {
    return await runInProcess(args);
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }
}

/** What a command that succeeds printed. */
export async function ok(args: readonly string[], variables: Variables = {}): Promise<string> {
  const { code, output } = await run(args, variables);
  assert.equal(code, 0, `${args.join(' ')}: ${output}`);
  return output;
}

export async function json<T>(args: readonly string[]): Promise<T[]> {
  const lines = (await ok([...args, '--json'])).trim().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

/** A command that fails: its exit code, and a word of what it states. */
export async function fails(args: readonly string[], expected: number, words: RegExp, variables: Variables = {}) {
  const { code, output } = await run(args, variables);
  assert.equal(code, expected, `${args.join(' ')}: ${output}`);
  assert.match(output, words);
  assert.doesNotMatch(output, /-secret\b|pass-911|eyJ[\w-]{10}|\n {4}at /);
}

/**
 * A sandbox for the tests of a file, and a folder of profiles: `station`, `center` and `feed` of clients, `admin` and `operator`
 * of people. It is there from before the first test until after the last.
 */
export function profiledCommands() {
  let gateway: GatewayProcess | undefined;
  let folder = '';
  const environment = process.env['XDG_CONFIG_HOME'];
  const sandbox = {
    get url(): string {
      return gateway?.url ?? '';
    },
    get dataDir(): string {
      return gateway?.dataDir ?? '';
    },
    get folder(): string {
      return folder;
    },
    profileFile: (name: string) => join(folder, 'sallyport', `${name}.profile.json`),
    tokenFile: (name: string) => join(folder, 'sallyport', `${name}.token.json`),
    login: (name: string, clientId: string) =>
      ok(['login', sandbox.url, '--with', 'client', '--client-id', clientId, ...by(name)], {
        SALLYPORT_CLIENT_SECRET: `${clientId}-secret`,
      }),
    loginPerson: (name: string, { email, password }: { email: string; password: string }) =>
      ok(['login', sandbox.url, '--with', 'session', '--username', email, ...by(name)], {
        SALLYPORT_PASSWORD: password,
      }),
  };
  before(async () => {
    gateway = await startGatewayProcess();
    folder = mkdtempSync(join(tmpdir(), 'sallyport-profiles-'));
    process.env['XDG_CONFIG_HOME'] = folder;
    await sandbox.login('station', 'sandbox-alarm');
    await sandbox.login('center', 'sandbox-cad');
    await sandbox.login('feed', 'sandbox-prepared-events');
    await sandbox.loginPerson('admin', ADMIN);
    await sandbox.loginPerson('operator', OPERATOR);
  });
  after(async () => {
    if (environment === undefined) delete process.env['XDG_CONFIG_HOME'];
    else process.env['XDG_CONFIG_HOME'] = environment;
    rmSync(folder, { recursive: true, force: true });
    await gateway?.stop();
  });
  return sandbox;
}
