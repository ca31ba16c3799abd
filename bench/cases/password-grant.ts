import { fileURLToPath } from 'node:url';
import type { Bench, RateCase, Subject } from '../case.ts';
import type { StreamResult } from '../load/stream.ts';
import { streamSubject } from '../load/subject.ts';
import { tokenRequest } from '../load/token-request.ts';
import { askChild } from '../process/ask-child.ts';
import { watchServerCore } from '../process/cpu-clock.ts';
import { AGENT, CAD, startSallyport } from '../servers/sallyport.ts';

const LOGIN_CONNECTIONS = 8;
const TOKEN_CONNECTIONS = 8;
const TOKENS_PER_SECOND = 50;
const ARGON2_RATE = fileURLToPath(new URL('../servers/argon2-rate.ts', import.meta.url));

const client = { client_id: CAD.clientId, client_secret: CAD.clientSecret };
const login = tokenRequest('/oauth/v2/token', { grant_type: 'password', ...client, ...AGENT });
const machineToken = tokenRequest('/oauth/token', { grant_type: 'client_credentials', ...client });

function rawArgon2({ children }: Bench): Subject {
  const child = children.start({ name: 'raw argon2id', side: 'server', args: [ARGON2_RATE], hasChannel: true });
  return {
    name: child.name,
    async measure(durationMs) {
      const coreUse = watchServerCore(child.pid);
      const result = await askChild<StreamResult>(child, { durationMs });
      return { ...result, ...coreUse(), loadBusy: null };
    },
  };
}

/** Logins as fast as they go, with machine tokens asked for at a steady rate at the same time: neither may starve. */
export const passwordGrant: RateCase = {
  id: 'password-grant',
  title: `password grant, with ${TOKENS_PER_SECOND} client_credentials tokens/s beside it`,
  unit: 'logins/s',
  async prepare(bench) {
    const server = await startSallyport(bench);
    await login.askOnce(server.origin);
    await machineToken.askOnce(server.origin);
    const logins = { port: server.port, requests: [login.bytes], connections: LOGIN_CONNECTIONS };
    const tokens = { port: server.port, requests: [machineToken.bytes], connections: TOKEN_CONNECTIONS };
    const sallyport = streamSubject(bench, server, logins, { ...tokens, perSecond: TOKENS_PER_SECOND });
    return {
      subjects: [sallyport, rawArgon2(bench)],
      bars: [
        { kind: 'ratio', subject: 'Sallyport', reference: 'raw argon2id', atLeast: 0.9 },
        { kind: 'p99-beside', subject: 'Sallyport', stream: 'client_credentials tokens meanwhile', belowMs: 50 },
      ],
    };
  },
};
