import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { pythonWith, pythonWithConsent, run } from './programs.ts';

const REDIRECT_URI = 'http://localhost:4200/callback';
const SCOPES = ['read_alert', 'read_device'];

let server: GatewayProcess;
let admin: PersonOverHttp;
let python: string;
let folder: string;
before(async () => {
  python = pythonWith(['authlib', 'requests_oauthlib'], ['Authlib==1.9.9', 'requests-oauthlib==2.0.0']);
  folder = mkdtempSync(join(tmpdir(), 'sallyport-python-keys-'));
  server = await startGatewayProcess();
  admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const allow = (url: URL) => admin.answer(url, SCOPES);

async function printed(script: string): Promise<Record<string, unknown>> {
  const { code, output, errors } = await run(python, ['-c', script]);
  assert.equal(code, 0, errors);
  return JSON.parse(output) as Record<string, unknown>;
}

/** A confidential client as both libraries' scripts begin: the paths of this server, and a check of a token. */
const prelude = () => `
import json, os, sys
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
import requests
url = "${server.url}"
token_url, authorize_url = url + "/oauth/token", url + "/oauth/authorize"
def is_good(token):
    return requests.get(url + "/api/incidents", headers={"Authorization": "Bearer " + token["access_token"]}).status_code != 401
`;

const authlibCode = (method: string) => `${prelude()}
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session, OAuthError
session = OAuth2Session("sandbox-responder", "sandbox-responder-secret", scope="${SCOPES.join(' ')}",
    redirect_uri="${REDIRECT_URI}", token_endpoint_auth_method="${method}", code_challenge_method="S256",
    revocation_endpoint_auth_method="${method}")
verifier = generate_token(48)
authorization, state = session.create_authorization_url(authorize_url, code_verifier=verifier)
print(authorization, flush=True)
back = sys.stdin.readline().strip()
first = session.fetch_token(token_url, authorization_response=back, code_verifier=verifier, state=state)
second = session.refresh_token(token_url, refresh_token=first["refresh_token"])
standing = session.introspect_token(url + "/oauth/introspect", token=second["access_token"]).json()
was_good = is_good(second)
revoked = session.revoke_token(url + "/oauth/revoke", token=first["refresh_token"]).status_code
try:
    session.refresh_token(token_url, refresh_token=first["refresh_token"])
    refused = None
except OAuthError as error:
    refused = error.error
print(json.dumps({"scope": first["scope"], "type": second["token_type"], "active": standing["active"],
    "was_good": was_good, "revoked": revoked, "is_good": is_good(second), "refused": refused}))
`;

const WHOLE = {
  scope: SCOPES.join(' '),
  type: 'Bearer',
  was_good: true,
  revoked: 200,
  is_good: false,
  refused: 'invalid_grant',
};

for (const method of ['client_secret_basic', 'client_secret_post']) {
  test(`Authlib runs code with PKCE, refresh, introspection and revocation by ${method}`, async () => {
    assert.deepEqual(await pythonWithConsent(python, authlibCode(method), allow), { ...WHOLE, active: true });
  });
}

test('Authlib gets a machine token', async () => {
  const answer = await printed(`${prelude()}
from authlib.integrations.requests_client import OAuth2Session
session = OAuth2Session("sandbox-cad", "sandbox-cad-secret", scope="alerts")
token = session.fetch_token(token_url, grant_type="client_credentials")
print(json.dumps({"scope": token["scope"], "status": session.get(url + "/api/incidents").status_code}))
`);
  assert.deepEqual(answer, { scope: 'alerts', status: 200 });
});

test('[RFC 7523 2.2] Authlib gets a machine token with private_key_jwt, its assertion as long-lived as it makes it', async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const [jwks, pem] = [join(folder, 'jwks.json'), join(folder, 'key.pem')];
  writeFileSync(jwks, JSON.stringify({ keys: [await exportJWK(publicKey)] }));
  writeFileSync(pem, await exportPKCS8(privateKey));
  const added = await runCommand([
    ...['client', 'add', '--id', 'python-signer', '--name', 'Signer', '--kind', 'psap', '--scopes', 'alerts'],
    ...['--agency', 'sandbox-county', '--jwks', jwks, '--data-dir', server.dataDir],
  ]);
  assert.equal(added.code, 0, added.output);
  const answer = await printed(`${prelude()}
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
session = OAuth2Session("python-signer", open("${pem}").read(), scope="alerts", token_endpoint_auth_method="private_key_jwt")
session.register_client_auth_method(PrivateKeyJWT(token_url))
session.fetch_token(token_url, grant_type="client_credentials")
print(json.dumps({"status": session.get(url + "/api/incidents").status_code}))
`);
  assert.deepEqual(answer, { status: 200 });
});

test('requests-oauthlib runs code with PKCE, refresh and revocation', async () => {
  const script = `${prelude()}
from requests_oauthlib import OAuth2Session
from oauthlib.oauth2 import InvalidGrantError
client = ("sandbox-responder", "sandbox-responder-secret")
session = OAuth2Session(client[0], redirect_uri="${REDIRECT_URI}", scope=${JSON.stringify(SCOPES)}, pkce="S256")
authorization, state = session.authorization_url(authorize_url)
print(authorization, flush=True)
back = sys.stdin.readline().strip()
first = dict(session.fetch_token(token_url, authorization_response=back, client_secret=client[1]))
second = session.refresh_token(token_url, refresh_token=first["refresh_token"], auth=client)
was_good = is_good(second)
revoked = requests.post(url + "/oauth/revoke", data={"token": first["refresh_token"]}, auth=client).status_code
try:
    session.refresh_token(token_url, refresh_token=first["refresh_token"], auth=client)
    refused = None
except InvalidGrantError as error:
    refused = error.error
print(json.dumps({"scope": " ".join(first["scope"]), "type": second["token_type"], "was_good": was_good,
    "revoked": revoked, "is_good": is_good(second), "refused": refused}))
`;
  assert.deepEqual(await pythonWithConsent(python, script, allow), WHOLE);
});

test('requests-oauthlib gets a machine token', async () => {
  const answer = await printed(`${prelude()}
from requests_oauthlib import OAuth2Session
from oauthlib.oauth2 import BackendApplicationClient
session = OAuth2Session(client=BackendApplicationClient(client_id="sandbox-cad", scope=["alerts"]))
session.fetch_token(token_url, client_secret="sandbox-cad-secret")
print(json.dumps({"status": session.get(url + "/api/incidents").status_code}))
`);
  assert.deepEqual(answer, { status: 200 });
});
