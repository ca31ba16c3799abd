import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import type { Application } from '@sallyport/contract';
import { clientOf, sampleOf } from '../../packages/portal/src/developers/applications/sample.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { newDeveloper, PNG } from './developer-cases.ts';
import { type CookieJar, expectJson, send } from './http-client.ts';
import { signIn } from './sandbox.ts';

let server: GatewayProcess;
before(async () => {
  server = await startGatewayProcess();
});
after(() => server.stop());

const OWN = '/api/developer/applications';
const DETAILS = {
  contact_name: 'Noor Builder',
  contact_email: 'noor@studio.test',
  contact_phone: '(212) 555-0142',
  company: 'Board Studio',
};

/** A new developer's application of that kind, approved, with its secret where it has a client of its own. */
async function approvedApplication(json: object): Promise<{ jar: CookieJar; id: string; secret: string | null }> {
  const jar = await newDeveloper(server.url);
  const { id } = await expectJson<{ id: string }>(server.url, 201, {
    method: 'POST',
    path: OWN,
    jar,
    json: { ...DETAILS, ...json },
  });
  for (const kind of ['photo_id', 'proof_of_business']) {
    const request = { method: 'POST', path: `${OWN}/${id}/documents/${kind}`, body: PNG, jar };
    await expectJson(server.url, 200, { ...request, headers: { 'content-type': 'image/png' } });
  }
  await expectJson(server.url, 200, { method: 'POST', path: `${OWN}/${id}/submit`, jar });
  const operator = await signIn(server.url, 'operator');
  const path = `/api/applications/${id}/decision`;
  const approved = await expectJson<Application>(server.url, 200, {
    method: 'POST',
    path,
    jar: operator,
    json: { decision: 'approved', documents_opened: true },
  });
  if (approved.clients.length === 0) return { jar, id, secret: null };
  const made = await expectJson<{ client_secret: string }>(server.url, 201, {
    method: 'POST',
    path: `${OWN}/${id}/secrets`,
    jar,
  });
  return { jar, id, secret: made.client_secret };
}

const readOwn = (jar: CookieJar, id: string) => expectJson<Application>(server.url, 200, { path: `${OWN}/${id}`, jar });

function sampleOfPage(application: Application, secret: string | null): string {
  const client = clientOf(application);
  assert.ok(client !== undefined);
  const redirectUri = application.redirect_uris[0] ?? '';
  const facts = { baseUrl: server.url, clientId: client.id, secret, redirectUri, scopes: client.scopes };
  return sampleOf(application.speaks, facts);
}

/** An agency's administrator opens that address and allows it; returns the code that goes back. */
async function codeFrom(address: string): Promise<string> {
  const jar = await signIn(server.url, 'sandboxAdmin');
  const answer = await send(server.url, { path: address.slice(server.url.length), jar });
  const location = answer.headers.get('location') ?? '';
  assert.match(location, /\/portal\/authorize\//, `${answer.status} ${location} ${answer.text}`);
  const { redirect_to } = await expectJson<{ redirect_to: string }>(server.url, 200, {
    method: 'POST',
    path: `/api/authorizations/${location.split('/').at(-1)}`,
    jar,
    json: { scopes: ['read_agency'] },
  });
  return new URL(redirect_to).searchParams.get('code') ?? '';
}

/** Pastes the sample into a shell; `answer` is what a person types after the line that matches. */
async function paste(sample: string, answer: (output: string) => Promise<string | null>): Promise<string> {
  const shell = spawn('bash', ['-c', sample], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  let isAnswered = false;
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (isAnswered || !/^http\S+\n/m.test(output)) return;
    isAnswered = true;
    void answer(output).then((typed) => shell.stdin.end(typed === null ? '' : `${typed}\n`));
  });
  await new Promise((resolve) => shell.on('close', resolve));
  return output;
}
const allowWhatItPrints = async (output: string) => codeFrom(/^http\S+$/m.exec(output)?.[0] ?? '');

test('software that speaks Active911 is registered with a domain, and the requests of the page of its vendor work unchanged', async () => {
  const { jar, id, secret } = await approvedApplication({
    name: 'Legacy Board',
    speaks: 'active911',
    scopes: ['read_agency', 'read_alert'],
    redirect_uris: [' Board.Example.com '],
  });
  const application = await readOwn(jar, id);
  assert.deepEqual(application.redirect_uris, ['https://board.example.com']);
  const client_id = application.clients[0]?.id ?? '';
  assert.deepEqual(application.clients[0]?.scopes, ['read_agency', 'read_alert']);
  const asked = new URLSearchParams({
    client_id,
    response_type: 'code',
    redirection_uri: 'https://board.example.com/back/here',
    scope: 'read_agency read_alert',
  });
  const code = await codeFrom(`${server.url}/interface/open_api/authorize_agency.php?${asked}`);
  const tokens = await expectJson<Record<string, string>>(server.url, 200, {
    method: 'POST',
    path: '/interface/open_api/token.php',
    form: { client_id, client_secret: secret ?? '', grant_type: 'authorization_code', scope: 'read_agency', code },
  });
  const token = tokens['access_token'] ?? '';
  assert.equal((await send(server.url, { path: '/interface/open_api/api/', token })).status, 200);
  const elsewhere = new URLSearchParams({
    client_id,
    response_type: 'code',
    redirection_uri: 'https://evil.example/back',
    scope: 'read_agency',
  });
  const refused = await send(server.url, { path: `/interface/open_api/authorize_agency.php?${elsewhere}` });
  assert.equal(refused.headers.get('location'), null, 'another domain stays refused');
  assert.match(await paste(sampleOfPage(application, secret), allowWhatItPrints), /"result":"success"/);
});

test('software that speaks OAuth has to prove its key, and the sample of its page works pasted', async () => {
  const { jar, id, secret } = await approvedApplication({
    name: 'Modern Board',
    speaks: 'oauth',
    redirect_uris: ['http://localhost'],
  });
  const application = await readOwn(jar, id);
  const client_id = application.clients[0]?.id ?? '';
  const bare = new URLSearchParams({
    client_id,
    response_type: 'code',
    redirect_uri: 'http://localhost',
    scope: 'read_agency',
  });
  const refused = await send(server.url, { path: `/oauth/authorize?${bare}` });
  assert.match(refused.headers.get('location') ?? '', /error=invalid_request/);
  assert.match(await paste(sampleOfPage(application, secret), allowWhatItPrints), /"result":"success"/);
});

test('a machine gets its credentials of an agency, and the sample of its page gets a token with them', async () => {
  const { jar, id, secret } = await approvedApplication({
    name: 'Night Watch',
    speaks: 'machine',
    scopes: ['incident_events'],
  });
  assert.equal(secret, null);
  assert.equal(clientOf(await readOwn(jar, id)), undefined, 'no client before an agency issued one');
  const issued = await expectJson<{ client_secret: string }>(server.url, 201, {
    method: 'POST',
    path: '/api/clients',
    jar: await signIn(server.url, 'sandboxAdmin'),
    json: {
      application_id: id,
      integration_kind: 'prepared',
      scopes: ['incident_events'],
      grant_types: ['client_credentials'],
      access_token_ttl_seconds: 3_600,
    },
  });
  const application = await readOwn(jar, id);
  assert.match(
    await paste(sampleOfPage(application, issued.client_secret), () => Promise.resolve(null)),
    /"access_token"/,
  );
});

test('what does not fit the kind of software is refused by name', async () => {
  const jar = await newDeveloper(server.url);
  for (const [wrong, words] of [
    [{ speaks: 'active911', scopes: ['alerts'] }, /`scopes` must be among: read_agency/],
    [{ speaks: 'machine', scopes: ['read_agency'] }, /`scopes` must be among/],
    [{ speaks: 'oauth', redirect_uris: ['board.example.com'] }, /cannot be a redirect URI/],
    [{ speaks: 'active911', redirect_uris: ['board'] }, /cannot be a redirect URI/],
    [{ speaks: 'active911', redirect_uris: ['http://board.example.com'] }, /cannot be a redirect URI/],
    [{ speaks: 'soap' }, /speaks/],
  ] as const) {
    const json = { ...DETAILS, name: 'Wrong Board', ...wrong };
    const answer = await send(server.url, { method: 'POST', path: OWN, jar, json });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, words);
  }
});
