import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { RapidsosClient, sallyport } from '../../packages/client/src/rapidsos.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { issuePersonalToken } from '../e2e/personal-token.ts';
import { signIn } from '../e2e/sandbox.ts';
import { alertOf, credentialsOf } from './servers.ts';

const README = readFileSync(new URL('../../packages/client/README.md', import.meta.url), 'utf8');
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Sends an alert again and again until the program has what it waits for. */
async function keepHappening(serverUrl: string, isEnough: () => boolean): Promise<void> {
  const station = new RapidsosClient({ server: sallyport(serverUrl), ...credentialsOf('sandbox-alarm') });
  for (let number = 0; !isEnough(); number += 1) {
    await station.trigger(alertOf(`readme-${number}-${Math.random()}`));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function postWebhook(_: string, isEnough: () => boolean, port: number): Promise<void> {
  const body = JSON.stringify({ event_type: 'alert.chat', timestamp: 1, body: { alert_id: 'a', message: 'x' } });
  while (!isEnough()) {
    const at = new Date();
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(SECRET).sign('msg_1', at, body),
    };
    await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface Expected {
  readonly prints: RegExp;
  /** What has to happen until it has printed that. */
  readonly meanwhile?: (serverUrl: string, isEnough: () => boolean, port: number) => Promise<void>;
  /** True where it takes the platform's own WebSocket, which Node 20 has not. */
  readonly takesWebSocket?: boolean;
}

/** What each program prints, in the order of the README. */
const PRINTED: readonly Expected[] = [
  { prints: /^a token of \d+ characters$/m },
  { prints: /^true$/m },
  { prints: /^stored as alert-/m },
  { prints: /^accepted BURGLARY$/m, meanwhile: keepHappening, takesWebSocket: true },
  { prints: /^load this in a web view: http:\/\/127\.0\.0\.1:\d+\/d\//m },
  { prints: /^incident_metadata [\s\S]*^live incident_metadata$/m, meanwhile: keepHappening, takesWebSocket: true },
  { prints: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /m },
  { prints: /^received alert\.chat/m, meanwhile: postWebhook },
];

const codes = [...README.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

/** The programs of the README as they are printed, each with what it has to print. */
export const README_PROGRAMS = codes.map((code, index) => ({
  number: index + 1,
  code,
  ...(PRINTED[index] ?? assert.fail(`nothing is known of program ${index + 1} of the README`)),
}));

/** Runs a program of the README against the server by such a command, in that folder, and holds it to what it has to print. */
export async function runReadmeProgram(
  { number, code, prints, meanwhile }: (typeof README_PROGRAMS)[number],
  {
    serverUrl,
    folder,
    command,
    environment,
  }: {
    serverUrl: string;
    folder: string;
    command: readonly [string, ...string[]];
    environment?: Readonly<Record<string, string | undefined>>;
  },
): Promise<void> {
  const file = join(folder, `program-${number}.mjs`);
  // Other tests run the same program meanwhile, and one port is one program's.
  const port = await freePort();
  writeFileSync(file, code.replaceAll('http://127.0.0.1:8911', serverUrl).replaceAll('8912', String(port)));
  const { refresh_token } = await issuePersonalToken(serverUrl, await signIn(serverUrl, 'sandboxAdmin'));
  const env = {
    ...process.env,
    ACTIVE911_REFRESH_TOKEN: refresh_token,
    WEBHOOK_SECRET: SECRET,
    DISPLAY: undefined,
    ...environment,
  };
  const [program, ...args] = command;
  const child = spawn(program, [...args, file], { cwd: folder, env });
  const printed = output(child);
  let hasEnded = false;
  const closed = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      hasEnded = true;
      resolve(code);
    });
  });
  await meanwhile?.(serverUrl, () => hasEnded || prints.test(printed()), port);
  // A server goes on until it is ended; every other program ends by itself.
  const isServer = meanwhile === postWebhook;
  if (isServer) child.kill();
  const ended = await closed;
  assert.match(printed(), prints);
  if (!isServer) assert.equal(ended, 0, printed());
}

function output(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return () => text;
}
