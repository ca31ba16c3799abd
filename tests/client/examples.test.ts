import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { joinLiveAudio } from '../../packages/client/src/audio.ts';
import { sallyport } from '../../packages/client/src/index.ts';
import { PreparedClient } from '../../packages/client/src/prepared.ts';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { clientToken } from '../e2e/sandbox.ts';
import { alertOf, clientsOf, credentialsOf } from './servers.ts';

const examples = fileURLToPath(new URL('../../packages/client/examples', import.meta.url));
const AUDIO = {
  SALLYPORT_LIVEKIT_URL: 'wss://audio.example',
  SALLYPORT_LIVEKIT_API_KEY: 'sallyport',
  SALLYPORT_LIVEKIT_API_SECRET: 'a secret of the examples, of 32 characters and more',
};

let gateway: GatewayProcess;
let folder: string;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-examples-'));
  gateway = await startGatewayProcess({ env: AUDIO });
});
after(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** An example as an integrator starts it, against this server. */
function run(t: TestContext, name: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(examples, `${name}.ts`)], {
    cwd: folder,
    env: { ...process.env, SERVER_URL: gateway.url, ...env },
  });
  t.after(() => child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const closed = once(child, 'close');
  return {
    async prints(pattern: RegExp): Promise<RegExpExecArray> {
      await eventually(() => pattern.test(text) || child.exitCode !== null);
      const found = pattern.exec(text);
      assert.ok(found, text);
      return found;
    },
    async ends(signal?: 'SIGTERM'): Promise<void> {
      if (signal !== undefined) child.kill(signal);
      assert.deepEqual((await closed)[0], 0, text);
    },
  };
}

test('every example is run here', () => {
  const run = ['active911-alerts', 'live-audio-token', 'prepared-subscriber', 'rapidsos-alarm', 'webhook-receiver'];
  assert.deepEqual(
    readdirSync(examples).sort(),
    run.map((name) => `${name}.ts`),
  );
});

test('a central station sends an alert and follows it', async (t) => {
  const example = run(t, 'rapidsos-alarm');
  const [, id = ''] = await example.prints(/^sent (alert-\S+)$/m);
  const { center } = clientsOf(gateway.url);
  await center.accept(id);
  // The stream may open only now: it is written to until it has shown a line.
  const ended = example.ends();
  let hasEnded = false;
  void ended.then(
    () => {
      hasEnded = true;
    },
    () => {
      hasEnded = true;
    },
  );
  while (!hasEnded) {
    await center.chat(id, 'Which door?');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  await ended;
  await example.prints(/^the center writes: Which door\?$/m);
});

test("a responder's feed goes on where it was stopped", async (t) => {
  const { station } = clientsOf(gateway.url);
  const env = { CURSOR_FILE: join(folder, 'cursor.txt') };
  await station.trigger(alertOf('example-kept'));
  const first = run(t, 'prepared-subscriber', env);
  await first.prints(/^kept incident_metadata [\s\S]*^listening$/m);
  await station.trigger(alertOf('example-live'));
  await first.prints(/^live caller_location /m);
  await first.ends('SIGTERM');
  await station.trigger(alertOf('example-meanwhile'));
  const second = run(t, 'prepared-subscriber', env);
  await second.prints(/^listening\nlive /m);
  await second.ends('SIGTERM');
});

test('an Active911 application signs a person in once and reads the alerts', async (t) => {
  const { station } = clientsOf(gateway.url);
  await station.trigger(alertOf('example-active911'));
  const admin = await signInOverHttp(gateway.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
  const env = { TOKEN_FILE: join(folder, 'tokens.json') };
  const first = run(t, 'active911-alerts', env);
  const [, url = ''] = await first.prints(/^open (\S+)$/m);
  await fetch(await admin.answer(new URL(url), ['read_agency', 'read_alert']));
  await first.prints(/^alerts of Sandbox County 9-1-1\n\d{4}-/m);
  await first.ends();
  const second = run(t, 'active911-alerts', env);
  await second.ends();
  await second.prints(/^alerts of Sandbox County 9-1-1\n\d{4}-/m);
});

test('a receiver subscribes itself, and is sent alerts that are signed', async (t) => {
  const example = run(t, 'webhook-receiver', { PORT: String(await freePort()) });
  await example.prints(/^listening$/m);
  const { alert_id } = await clientsOf(gateway.url).station.trigger(alertOf('example-webhook'));
  await example.prints(new RegExp(`^received alert\\.new ${alert_id}$`, 'm'));
  await example.ends('SIGTERM');
  await example.prints(/^unsubscribed$/m);
});

test("a call's live audio: the token that a room is joined with, and none once the call has ended", async (t) => {
  const token = await clientToken(gateway.url, 'sandbox-call-handling');
  const post = async (path: string, json: object, method = 'POST') => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(gateway.url + path, { method, headers, body: JSON.stringify(json) });
    assert.ok(answer.ok, await answer.clone().text());
    return (await answer.json()) as { id: string };
  };
  const { id } = await post('/api/incidents', { call: { caller_phone_number: '+15555550123' } });
  const example = run(t, 'live-audio-token', { INCIDENT_ID: id });
  await example.prints(/^join wss:\/\/audio\.example\/? with a token of \d+ characters$/m);
  await example.ends();
  const responder = new PreparedClient({ server: sallyport(gateway.url), ...credentialsOf('sandbox-prepared-events') });
  const joined: string[][] = [];
  const room = {
    connect: async (...given: string[]) => joined.push(given),
    disconnect: async () => {},
  };
  const asked = { incidentId: id, participantId: 'unit-7', room };
  assert.equal(await joinLiveAudio(responder, { ...asked, streamUrl: 'wss://other.example' }), room);
  assert.equal(joined[0]?.[0], 'wss://other.example');
  assert.equal(decodeJwt(joined[0]?.[1] ?? '').sub, 'unit-7');
  await post(`/api/incidents/${id}/changes`, { changes: [{ end: {} }] });
  await assert.rejects(joinLiveAudio(responder, asked), { status: 409 });
  assert.equal(joined.length, 1);
});
