import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type MailServer, startMailServer } from '../../packages/testing/src/mail-server.ts';
import { testPostgres } from '../../packages/testing/src/postgres.ts';

const EMAIL = 'mailed@sandbox.test';
const ADMIN = { email: 'admin@sandbox.test', password: 'sandbox-admin-pass-911' };

async function post(url: string, body: object, cookie = ''): Promise<Response> {
  const headers = { 'content-type': 'application/json', cookie };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function addUser(serverUrl: string, mail: MailServer): Promise<void> {
  const session = await post(`${serverUrl}/api/session`, ADMIN);
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const user = { email: EMAIL, first_name: 'Riley', last_name: 'New', role: 'agent' };
  const answer = await post(`${serverUrl}/api/users`, user, cookie);
  assert.equal(mail.givenUp, 0, 'the answer waited for the mail server');
  assert.equal(answer.status, 201);
  const { password_link: link } = (await answer.json()) as { password_link: { url: null; mailed_to: string } };
  assert.deepEqual([link.url, link.mailed_to], [null, EMAIL]);
}

/** Kills a server whose mail server is silent right after its answer, and starts another in its place. */
async function mailSurvives(mail: MailServer, place: { databaseUrl?: string }): Promise<void> {
  const env = { SALLYPORT_SMTP_URL: mail.url };
  const first = await startGatewayProcess({ ...place, env });
  await addUser(first.url, mail);
  await first.kill('SIGKILL');
  assert.equal(mail.received.length, 0);
  mail.manner = 'working';
  const second = await startGatewayProcess({ ...place, env, dataDir: first.dataDir });
  try {
    await eventually(() => mail.received.length > 0);
    const [received] = mail.received;
    assert.equal(received?.to, EMAIL);
    assert.match(received?.data ?? '', /set-password/);
  } finally {
    await second.kill('SIGTERM');
    await first.stop();
  }
}

for (const engine of ['SQLite', 'PostgreSQL'] as const) {
  test(`a mail of a process that is killed after the commit is sent by the next one, on ${engine}`, async () => {
    const mail = await startMailServer('silent');
    const postgres = engine === 'PostgreSQL' ? await testPostgres() : null;
    try {
      await mailSurvives(mail, postgres === null ? {} : { databaseUrl: await postgres.newMigratedDatabase() });
    } finally {
      await postgres?.stop();
      await mail.close();
    }
  });
}
