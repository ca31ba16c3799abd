import { fileURLToPath } from 'node:url';
import type { Bench, RateCase } from '../case.ts';
import { streamSubject } from '../load/subject.ts';
import { tokenRequest } from '../load/token-request.ts';
import { type Server, startServer } from '../process/start-server.ts';
import { requireEs256Token } from '../servers/require-es256-token.ts';
import { CAD, startSallyport } from '../servers/sallyport.ts';

const CONNECTIONS = 32;
const BARE_SERVER = fileURLToPath(new URL('../servers/bare-token-server.ts', import.meta.url));
const OIDC_PROVIDER = fileURLToPath(new URL('../servers/oidc-provider-server.ts', import.meta.url));

const credentials = { grant_type: 'client_credentials', client_id: CAD.clientId, client_secret: CAD.clientSecret };

/** A server and the path it issues tokens on; the request is the same but for that path. */
type Issuer = [server: Server, tokenPath: string];

async function startIssuers({ children }: Bench, sallyport: Server): Promise<Issuer[]> {
  const bare = await startServer(children, {
    name: 'bare node:http',
    args: (port) => [BARE_SERVER, String(port)],
    readyPath: '/',
  });
  const bareOwn = await startServer(children, {
    name: 'bare node:http, signatures as ours',
    args: (port) => [BARE_SERVER, String(port), 'own'],
    readyPath: '/',
  });
  const oidcProvider = await startServer(children, {
    name: 'oidc-provider',
    args: (port) => [OIDC_PROVIDER, String(port), CAD.clientId, CAD.clientSecret],
    readyPath: '/.well-known/openid-configuration',
  });
  return [
    [sallyport, '/oauth/token'],
    [bare, '/oauth/token'],
    [bareOwn, '/oauth/token'],
    [oidcProvider, '/token'],
  ];
}

/** Machine tokens: Sallyport with its durable audit record, beside servers that keep no record at all. */
export const clientCredentials: RateCase = {
  id: 'client-credentials',
  title: 'client_credentials, ES256, durable audit',
  unit: 'tokens/s',
  async prepare(bench) {
    const issuers = await startIssuers(bench, await startSallyport(bench));
    const subjects = [];
    for (const [server, path] of issuers) {
      const request = tokenRequest(path, credentials);
      requireEs256Token(server, (await request.askOnce(server.origin)).access_token);
      subjects.push(
        streamSubject(bench, server, { port: server.port, requests: [request.bytes], connections: CONNECTIONS }),
      );
    }
    return {
      subjects,
      bars: [
        { kind: 'ratio', subject: 'Sallyport', reference: 'bare node:http', atLeast: 0.8 },
        { kind: 'ratio', subject: 'Sallyport', reference: 'oidc-provider', atLeast: 1.7 },
      ],
    };
  },
};
