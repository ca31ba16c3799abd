import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { bash, pythonWithRequests, run } from './programs.ts';

let server: GatewayProcess;
let python: string;

before(async () => {
  python = pythonWithRequests();
  server = await startGatewayProcess();
});
after(() => server?.stop());

/** Runs a sample and reads the one JSON document that it prints. */
async function printed(sample: string): Promise<Record<string, unknown>> {
  const { code, output, errors } = await run(python, ['-c', sample]);
  assert.equal(code, 0, errors);
  const [, status = '', body = ''] = /^(\d{3}) (.*)$/s.exec(output.trim()) ?? [];
  return { status: Number(status), ...(JSON.parse(body) as object) };
}

/** The samples print Python's own spelling of a value; this prints the same answer so that its types are visible. */
const PRINT_AS_JSON = 'import json; print(response.status_code, json.dumps(response.json()))';

const clientCredentials = (url: string, secret = 'sandbox-cad-secret') => `
import requests

url = "${url}/oauth/token"

payload = {
  'client_id': 'sandbox-cad',
  'client_secret': '${secret}',
  'grant_type': 'client_credentials'
}
headers = {
  'Content-Type': 'application/x-www-form-urlencoded'
}

response = requests.post(url, headers=headers, json = payload)

`;

const passwordGrant = (url: string, password = 'sandbox-agent-pass-911') => `
import requests

url = "${url}/oauth/v2/token"

payload = {
  'client_id': 'sandbox-cad',
  'client_secret': 'sandbox-cad-secret',
  'username': 'agent@sandbox.test',
  'password': '${password}',
  'grant_type': 'password'
}
headers = {
  'Content-Type': 'application/x-www-form-urlencoded'
}

response = requests.post(url, headers=headers, json = payload)

`;

const deeplink = (url: string, token: string) => `
import requests

url = "${url}/integrations/irp"

payload = {
  'query': 'tel://15555555555'
}

headers = {
  'Authorization': 'Bearer ${token}',
  'Content-Type': 'application/json'
}

response = requests.post(url, headers=headers, json = payload)

`;

const passwordCurl = (url: string, username: string) => `
curl --location --request POST '${url}/oauth/v2/token' \\
--header 'Content-Type: application/x-www-form-urlencoded' \\
--data-urlencode 'grant_type=password' \\
--data-urlencode 'client_id=sandbox-cad' \\
--data-urlencode 'client_secret=sandbox-cad-secret' \\
${username}--data-urlencode '' \\
--data-urlencode 'password=sandbox-agent-pass-911'
`;

const jsonCurl = (url: string) => `
curl -X POST ${url}/oauth/token \\
-H "Content-Type: application/json" \\
-d '{
"client_id": "sandbox-prepared-events",
"client_secret": "sandbox-prepared-events-secret",
"grant_type": "client_credentials",
"scope": "incident_events"
}'
`;

const SEVEN = [
  'access_token',
  'token_type',
  'issued_at',
  'expires_in',
  'refresh_token',
  'refresh_token_issued_at',
  'refresh_token_expires_in',
];

function assertSevenStrings(answer: Record<string, unknown>): void {
  assert.deepEqual(Object.keys(answer), SEVEN);
  for (const name of SEVEN) assert.equal(typeof answer[name], 'string', name);
  assert.equal(answer['token_type'], 'Bearer');
  assert.match(String(answer['issued_at']), /^\d{13}$/);
  assert.equal(answer['expires_in'], '3600');
  assert.match(String(answer['refresh_token']), /^[\w-]{32}$/);
  assert.equal(answer['refresh_token_expires_in'], '0');
}

test("RapidSOS's Python sample of client credentials prints a token as it stands", async () => {
  const { code, output, errors } = await run(python, ['-c', `${clientCredentials(server.url)}print(response.json())`]);
  assert.equal(code, 0, errors);
  assert.match(output, /'access_token': 'eyJ/);
});

test("RapidSOS's Python sample of client credentials gets numbers, from JSON under a form header", async () => {
  const { status, ...answer } = await printed(clientCredentials(server.url) + PRINT_AS_JSON);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(answer), ['access_token', 'token_type', 'expires_in', 'scope', 'issued_at']);
  assert.equal(answer['token_type'], 'Bearer');
  assert.equal(answer['expires_in'], 3600);
  assert.equal(typeof answer['issued_at'], 'number');
  assert.ok(Math.abs(Number(answer['issued_at']) - Date.now()) < 60_000, 'milliseconds since 1970');
});

test("RapidSOS's Python sample of the password grant gets seven strings, from JSON under a form header", async () => {
  const { status, ...answer } = await printed(passwordGrant(server.url) + PRINT_AS_JSON);
  assert.equal(status, 200);
  assertSevenStrings(answer);
});

test('the same samples with wrong credentials are refused with a detail that a person can read', async () => {
  for (const sample of [clientCredentials(server.url, 'wrong'), passwordGrant(server.url, 'wrong')]) {
    const { status, ...answer } = await printed(sample + PRINT_AS_JSON);
    assert.equal(status, 401);
    assert.deepEqual(Object.keys(answer), ['error', 'error_description', 'detail']);
    assert.equal(answer['detail'], answer['error_description']);
  }
});

test("RapidSOS's deeplink sample gets a url with the token of the password sample", async () => {
  const { access_token: token } = await printed(passwordGrant(server.url) + PRINT_AS_JSON);
  const { status, ...answer } = await printed(deeplink(server.url, String(token)) + PRINT_AS_JSON);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(answer), ['url']);
  assert.match(String(answer['url']), new RegExp(`^${server.url}/d/[\\w-]{43}$`));
  const page = await fetch(String(answer['url']));
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
});

test('the deeplink sample without a valid token is refused with a detail', async () => {
  const { status, ...answer } = await printed(deeplink(server.url, '[Insert Token]') + PRINT_AS_JSON);
  assert.equal(status, 401);
  assert.deepEqual(Object.keys(answer), ['detail']);
});

test("RapidSOS's cURL of the deeplink page gets seven strings by form, its empty pair ignored", async () => {
  const username = "--data-urlencode 'username=agent@sandbox.test' \\\n";
  const { code, output, errors } = await bash(passwordCurl(server.url, username));
  assert.equal(code, 0, errors);
  assertSevenStrings(JSON.parse(output) as Record<string, unknown>);
});

test('the same cURL as printed, its user name lost, is notified that the user name is missing', async () => {
  const { output } = await bash(passwordCurl(server.url, ''));
  const answer = JSON.parse(output) as Record<string, unknown>;
  assert.equal(answer['error'], 'invalid_request');
  assert.match(String(answer['detail']), /username/);
});

test("Prepared's cURL gets a JSON body's token for two hours, its scope the one asked for", async () => {
  const { code, output, errors } = await bash(jsonCurl(server.url));
  assert.equal(code, 0, errors);
  const answer = JSON.parse(output) as Record<string, unknown>;
  assert.match(String(answer['access_token']), /^eyJ/);
  assert.equal(answer['token_type'], 'Bearer');
  assert.equal(answer['expires_in'], 7200);
  assert.equal(answer['scope'], 'incident_events');
});
