import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Bar, Bench, RateCase, Subject } from '../case.ts';
import { streamSubject } from '../load/subject.ts';
import { tokenRequest } from '../load/token-request.ts';
import { type Server, startServer } from '../process/start-server.ts';
import { requireEs256Token } from '../servers/require-es256-token.ts';
import { startSallyport } from '../servers/sallyport.ts';
import { sallyportCodes } from '../servers/sallyport-codes.ts';

const CONNECTIONS = 32;
/** Made before each round, within the minute that a code lives. */
const CODES_PER_SECOND_OF_ROUND = 400;
const OIDC_PROVIDER = fileURLToPath(new URL('../servers/oidc-provider-consent-server.ts', import.meta.url));
const CLIENT = { clientId: 'sandbox-responder', clientSecret: 'sandbox-responder-secret' };
const REDIRECT_URI = 'http://localhost';
const VERIFIER = randomBytes(32).toString('base64url');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
/** No slower than a server that keeps everything in memory, although each answer here is on disk first. */
const AS_FAST: Bar[] = [{ kind: 'ratio', subject: 'Sallyport', reference: 'oidc-provider', atLeast: 1 }];
const credentials = { client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret };

/** A server, where it gives and introspects tokens, and codes for it; `isForIntrospection`: of a token it can introspect. */
interface Provider {
  readonly server: Server;
  readonly tokenPath: string;
  readonly introspectionPath: string;
  readonly newCodes: (count: number, isForIntrospection?: boolean) => Promise<string[]>;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

async function startProviders(bench: Bench): Promise<Provider[]> {
  const sallyport = await startSallyport(bench);
  const oidcProvider = await startServer(bench.children, {
    name: 'oidc-provider',
    args: (port) => [OIDC_PROVIDER, String(port), CLIENT.clientId, CLIENT.clientSecret, REDIRECT_URI, CHALLENGE],
    readyPath: '/.well-known/openid-configuration',
  });
  const ask = { ...CLIENT, redirectUri: REDIRECT_URI, codeChallenge: CHALLENGE };
  return [
    {
      server: sallyport,
      tokenPath: '/oauth/token',
      introspectionPath: '/oauth/introspect',
      newCodes: await sallyportCodes(sallyport, ask),
    },
    {
      server: oidcProvider,
      tokenPath: '/token',
      introspectionPath: '/token/introspection',
      async newCodes(count, isForIntrospection = false) {
        const query = `count=${count}${isForIntrospection ? '&opaque=1' : ''}`;
        return (await fetch(`${oidcProvider.origin}/mint?${query}`)).json() as Promise<string[]>;
      },
    },
  ];
}

function exchangeOf({ tokenPath }: Provider, code: string) {
  const exchange = { grant_type: 'authorization_code', code, code_verifier: VERIFIER, redirect_uri: REDIRECT_URI };
  return tokenRequest(tokenPath, { ...credentials, ...exchange });
}

async function tokensOf(provider: Provider, isForIntrospection = false): Promise<Tokens> {
  const [code = ''] = await provider.newCodes(1, isForIntrospection);
  return (await exchangeOf(provider, code).askOnce(provider.server.origin)) as Tokens;
}

function exchangeSubject(bench: Bench, provider: Provider): Subject {
  const { server, newCodes } = provider;
  return {
    name: server.name,
    async measure(durationMs) {
      const codes = await newCodes(Math.ceil((durationMs / 1000) * CODES_PER_SECOND_OF_ROUND));
      const requests = codes.map((code) => exchangeOf(provider, code).bytes);
      const stream = { port: server.port, requests, isOnce: true, connections: CONNECTIONS };
      return streamSubject(bench, server, stream).measure(durationMs);
    },
  };
}

/** Codes for tokens, PKCE checked, each once. The codes are made beforehand and are not measured. */
export const codeExchange: RateCase = {
  id: 'code-exchange',
  title: 'authorization_code with PKCE, ES256, durable consumption and audit',
  unit: 'exchanges/s',
  async prepare(bench) {
    const providers = await startProviders(bench);
    for (const provider of providers) requireEs256Token(provider.server, (await tokensOf(provider)).access_token);
    return { subjects: providers.map((provider) => exchangeSubject(bench, provider)), bars: AS_FAST };
  },
};

/** A refresh token that both servers keep, exchanged for an access token again and again. */
export const refresh: RateCase = {
  id: 'refresh',
  title: 'refresh_token of a confidential client, ES256, durable audit',
  unit: 'refreshes/s',
  async prepare(bench) {
    const subjects = [];
    for (const provider of await startProviders(bench)) {
      const { server, tokenPath } = provider;
      const { refresh_token } = await tokensOf(provider);
      const request = tokenRequest(tokenPath, { ...credentials, grant_type: 'refresh_token', refresh_token });
      requireEs256Token(server, (await request.askOnce(server.origin)).access_token);
      const stream = { port: server.port, requests: [request.bytes], connections: CONNECTIONS };
      subjects.push(streamSubject(bench, server, stream));
    }
    return { subjects, bars: AS_FAST };
  },
};

/** What an access token is at this moment: a JWT here, an opaque token there, because it introspects no other. */
export const introspection: RateCase = {
  id: 'introspection',
  title: 'introspection of an access token by its own client',
  unit: 'answers/s',
  async prepare(bench) {
    const subjects = [];
    for (const provider of await startProviders(bench)) {
      const { server, introspectionPath } = provider;
      const { access_token: token } = await tokensOf(provider, true);
      const request = tokenRequest(introspectionPath, { ...credentials, token });
      const standing = (await request.askOnce(server.origin)) as unknown as { active: boolean };
      if (!standing.active) throw new Error(`${server.name} states that its own token is not active`);
      const stream = { port: server.port, requests: [request.bytes], connections: CONNECTIONS };
      subjects.push(streamSubject(bench, server, stream));
    }
    return { subjects, bars: AS_FAST };
  },
};
