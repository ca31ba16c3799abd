import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { signInOverHttp } from '../../packages/testing/src/person-over-http.ts';

let server: GatewayProcess;
before(async () => {
  server = await startGatewayProcess();
});
after(() => server.stop());

test('openid-client runs discovery, code with PKCE, refresh, introspection and revocation', async () => {
  const config = await client.discovery(
    new URL(server.url),
    'sandbox-responder',
    undefined,
    client.ClientSecretBasic('sandbox-responder-secret'),
    { algorithm: 'oauth2', execute: [client.allowInsecureRequests] },
  );
  const admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const callback = await admin.answer(
    client.buildAuthorizationUrl(config, {
      redirect_uri: 'http://localhost:4000/back',
      scope: 'read_alert read_device',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
    }),
    ['read_alert', 'read_device'],
  );
  const tokens = await client.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState });
  assert.equal(tokens.scope, 'read_alert read_device');
  assert.equal(tokens.expires_in, 86_400);

  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  assert.equal((await client.tokenIntrospection(config, refreshed.access_token)).active, true);
  assert.equal((await client.tokenIntrospection(config, tokens.refresh_token ?? '')).active, true);

  await client.tokenRevocation(config, tokens.refresh_token ?? '');
  assert.equal((await client.tokenIntrospection(config, refreshed.access_token)).active, false);
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token ?? ''), { error: 'invalid_grant' });
  await assert.rejects(client.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState }), {
    error: 'invalid_grant',
  });
});
