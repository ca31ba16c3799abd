import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as client from 'openid-client';
import { runCommand } from '../../packages/testing/src/gateway-process.ts';
import type { Stage } from './stage.ts';

/** A partner's web application of a few lines, by openid-client: it signs people in, shows whom, and signs them out. */
export interface RelyingParty {
  readonly url: string;
  readonly id: string;
  /** The subjects of the logout tokens that it was sent, as they came. */
  readonly loggedOut: string[];
  close(): void;
}

const SCOPE = 'openid profile email';

/** Starts it and registers its client in the server of that stage, for every agency that allows it. */
export async function startRelyingParty(
  stage: Stage,
  { id, name }: { id: string; name: string },
): Promise<RelyingParty> {
  const sessions = new Map<string, { state: string; verifier: string }>();
  const loggedOut: string[] = [];
  let config: client.Configuration | undefined;
  const server = createServer(async (request, response) => {
    const address = new URL(request.url ?? '/', url);
    const goTo = (location: string) => response.writeHead(303, { location }).end();
    const show = (text: string) =>
      response
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><title>${name}</title><link rel="icon" href="data:,"><p>${text}</p>`);
    if (config === undefined) return show('not registered');
    if (address.pathname === '/login') {
      // OpenID Connect Core 1.0 section 4: by the issuer the application knows which provider it is asked for.
      if (address.searchParams.get('iss') !== config.serverMetadata().issuer) return show('another issuer');
      const [state, verifier] = [client.randomState(), client.randomPKCECodeVerifier()];
      sessions.set(state, { state, verifier });
      const code_challenge = await client.calculatePKCECodeChallenge(verifier);
      const asked = { redirect_uri: `${url}/back`, scope: SCOPE, state, code_challenge, code_challenge_method: 'S256' };
      return goTo(client.buildAuthorizationUrl(config, asked).href);
    }
    if (address.pathname === '/back') {
      const { state = '', verifier = '' } = sessions.get(address.searchParams.get('state') ?? '') ?? {};
      const checks = { expectedState: state, pkceCodeVerifier: verifier };
      const tokens = await client.authorizationCodeGrant(config, address, checks);
      const end = { id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: `${url}/signed-out` };
      const signOut = client.buildEndSessionUrl(config, end).href.replaceAll('&', '&amp;');
      const { email } = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
      return show(
        `Signed in as ${email}. <a href="${signOut}">Sign out</a> Opener: <script>document.write(window.opener === null ? 'none' : 'the portal')</script>`,
      );
    }
    if (address.pathname === '/logout') {
      let text = '';
      for await (const chunk of request.setEncoding('utf8')) text += chunk;
      loggedOut.push(new URLSearchParams(text).get('logout_token') ?? '');
      return response.end();
    }
    return show('Signed out of the application');
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const options = { redirects: `${url}/back`, 'initiate-login': `${url}/login`, 'backchannel-logout': `${url}/logout` };
  const more = { ...options, 'post-logout-redirects': `${url}/signed-out`, grants: 'authorization_code,refresh_token' };
  const named = { id, name, kind: 'responder', scopes: SCOPE.replaceAll(' ', ','), owner: 'Board Studio', ...more };
  const args = Object.entries(named).flatMap(([option, value]) => [`--${option}`, value]);
  process.env['SALLYPORT_WEBHOOK_ALLOWED_RANGES'] = '127.0.0.0/8,::1/128';
  const { code, output } = await runCommand(['client', 'add', ...args, '--data-dir', stage.gateway.dataDir, '--json']);
  delete process.env['SALLYPORT_WEBHOOK_ALLOWED_RANGES'];
  if (code !== 0) {
    server.close();
    throw new Error(`the client was not registered: ${output}`);
  }
  const { client_secret: secret } = JSON.parse(output.slice(output.indexOf('{'))) as { client_secret: string };
  const insecure = { execute: [client.allowInsecureRequests] };
  config = await client.discovery(new URL(stage.url), id, undefined, client.ClientSecretBasic(secret), insecure);
  return {
    url,
    id,
    loggedOut,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
