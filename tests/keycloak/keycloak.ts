import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { keycloakFolder } from '../../tools/keycloak.ts';

const REALM = 'county';
const ADMINISTRATOR = { username: 'keycloak-admin', password: 'a quiet copper kettle' };
export const PERSON_PASSWORD = 'a plain wooden lantern';
/** The first start builds its own program, which takes a minute of two cores. */
const START_WITHIN_MS = 300_000;

/** A person of the realm, verified, in one group. */
export interface KeycloakPerson {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly group: string;
}

/** A Keycloak of its own, with one realm. */
export interface Keycloak {
  /** What the realm states of itself as `issuer`, and is called as a SAML provider. */
  readonly issuer: string;
  addPerson(person: KeycloakPerson): Promise<void>;
  addClient(client: object): Promise<void>;
  /** Ends every session of the person, which Keycloak tells its clients by the back channel. */
  endSessionsOf(username: string): Promise<void>;
  /** The certificate that the realm signs SAML assertions by, in base64. */
  samlCertificate(): Promise<string>;
  stop(): Promise<void>;
}

async function untilStarted(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/realms/master`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  child.kill('SIGKILL');
  throw new Error(`Keycloak did not start:\n${output()}`);
}

/** Starts one on a free port of this machine, whose database is in a new folder. */
export async function startKeycloak(): Promise<Keycloak> {
  const folder = mkdtempSync(join(tmpdir(), 'keycloak-'));
  cpSync(keycloakFolder(), folder, { recursive: true });
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = ['start-dev', '--http-host=127.0.0.1', `--http-port=${new URL(url).port}`, `--hostname=${url}`];
  const child = spawn(join(folder, 'bin/kc.sh'), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its script starts Java as a process of its own unless it is told to become it.
    detached: true,
    env: {
      ...process.env,
      KC_BOOTSTRAP_ADMIN_USERNAME: ADMINISTRATOR.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: ADMINISTRATOR.password,
      JAVA_OPTS_KC_HEAP: '-Xms64m -Xmx512m',
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  await untilStarted(url, child, () => printed);

  async function administer(method: string, path: string, json?: object): Promise<Response> {
    const form = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', ...ADMINISTRATOR });
    const granted = await fetch(`${url}/realms/master/protocol/openid-connect/token`, { method: 'POST', body: form });
    const { access_token } = (await granted.json()) as { access_token: string };
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/admin/realms${path}`, { method, headers, body: JSON.stringify(json) });
    if (!answer.ok) throw new Error(`Keycloak answered ${method} ${path} by ${answer.status} ${await answer.text()}`);
    return answer;
  }
  await administer('POST', '', { realm: REALM, enabled: true, sslRequired: 'none' });
  // What a gateway gives some seconds is compiled by now.
  for (const path of [
    '.well-known/openid-configuration',
    'protocol/openid-connect/certs',
    'protocol/saml/descriptor',
  ]) {
    await (await fetch(`${url}/realms/${REALM}/${path}`)).text();
  }

  return {
    issuer: `${url}/realms/${REALM}`,
    async addPerson({ username, firstName, lastName, group }) {
      await administer('POST', `/${REALM}/groups`, { name: group });
      await administer('POST', `/${REALM}/users`, {
        ...{ username, firstName, lastName, email: `${username}@county.example` },
        ...{ enabled: true, emailVerified: true, groups: [`/${group}`] },
        credentials: [{ type: 'password', value: PERSON_PASSWORD, temporary: false }],
      });
    },
    async addClient(client) {
      await administer('POST', `/${REALM}/clients`, { enabled: true, ...client });
    },
    async endSessionsOf(username) {
      const found = await administer('GET', `/${REALM}/users?exact=true&username=${username}`);
      const [user] = (await found.json()) as { id: string }[];
      await administer('POST', `/${REALM}/users/${user?.id}/logout`);
    },
    async samlCertificate() {
      const answer = await fetch(`${url}/realms/${REALM}/protocol/saml/descriptor`);
      return /X509Certificate>([^<]+)</.exec(await answer.text())?.[1] ?? '';
    },
    async stop() {
      if (child.exitCode === null) {
        const gone = once(child, 'exit');
        // The group is this program's own.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
