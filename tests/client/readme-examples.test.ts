import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';
import { RapidsosClient, sallyport } from '../../packages/client/src/rapidsos.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { issuePersonalToken } from '../e2e/personal-token.ts';
import { signIn } from '../e2e/sandbox.ts';
import { alertOf, credentialsOf } from './servers.ts';

const README = readFileSync(new URL('../../packages/client/README.md', import.meta.url), 'utf8');
/** Beside the sources, so that `@sallyport/client` is the linked package. */
const packageFolder = fileURLToPath(new URL('../../packages/client', import.meta.url));
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let gateway: GatewayProcess;
let folder = '';
before(async () => {
  gateway = await startGatewayProcess();
  folder = mkdtempSync(join(packageFolder, 'readme-'));
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await gateway.stop();
});

/** Sends an alert again and again until the program has what it waits for. */
async function keepHappening(isEnough: () => boolean): Promise<void> {
  const station = new RapidsosClient({ server: sallyport(gateway.url), ...credentialsOf('sandbox-alarm') });
  for (let number = 0; !isEnough(); number += 1) {
    await station.trigger(alertOf(`readme-${number}-${Math.random()}`));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function postWebhook(isEnough: () => boolean): Promise<void> {
  const body = JSON.stringify({ event_type: 'alert.chat', timestamp: 1, body: { alert_id: 'a', message: 'x' } });
  while (!isEnough()) {
    const at = new Date();
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(SECRET).sign('msg_1', at, body),
    };
    await fetch('http://127.0.0.1:8912/', { method: 'POST', headers, body }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What each program prints, in the order of the README, and what has to happen meanwhile. */
const PRINTED: readonly { readonly prints: RegExp; readonly meanwhile?: (isEnough: () => boolean) => Promise<void> }[] =
  [
    { prints: /^a token of \d+ characters$/m },
    { prints: /^true$/m },
    { prints: /^stored as alert-/m },
    { prints: /^accepted BURGLARY$/m, meanwhile: keepHappening },
    { prints: /^load this in a web view: http:\/\/127\.0\.0\.1:\d+\/d\//m },
    { prints: /^incident_metadata [\s\S]*^live incident_metadata$/m, meanwhile: keepHappening },
    { prints: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /m },
    { prints: /^received alert\.chat/m, meanwhile: postWebhook },
  ];

const programs = [...README.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

test('every program of the README is run', () => {
  assert.equal(programs.length, PRINTED.length);
});

for (const [index, { prints, meanwhile }] of PRINTED.entries()) {
  test(`program ${index + 1} of the README does what it is printed for`, async () => {
    const file = join(folder, `program-${index}.ts`);
    writeFileSync(file, (programs[index] ?? '').replaceAll('http://127.0.0.1:8911', gateway.url));
    const { refresh_token } = await issuePersonalToken(gateway.url, await signIn(gateway.url, 'sandboxAdmin'));
    const env: Record<string, string | undefined> = {
      ...process.env,
      ACTIVE911_REFRESH_TOKEN: refresh_token,
      WEBHOOK_SECRET: SECRET,
      DISPLAY: undefined,
    };
    const child = spawn(process.execPath, ['--conditions=development', file], { cwd: folder, env });
    const printed = output(child);
    let hasEnded = false;
    const closed = new Promise<number | null>((resolve) => {
      child.once('close', (code) => {
        hasEnded = true;
        resolve(code);
      });
    });
    const isEnough = () => hasEnded || prints.test(printed());
    await meanwhile?.(isEnough);
    // A server goes on until it is ended; every other program ends by itself.
    if (meanwhile === postWebhook) child.kill();
    const code = await closed;
    assert.match(printed(), prints);
    if (meanwhile !== postWebhook) assert.equal(code, 0, printed());
  });
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
