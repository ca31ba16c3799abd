import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Address } from '../process/start-server.ts';
import { adminSession, authorization, postJson } from '../servers/asking.ts';
import { openCall } from '../servers/open-calls.ts';
import { CALL_HANDLING } from '../servers/sallyport.ts';
import type { Attack } from './attack.ts';

const AT_ONCE = 40;
const CALLS = 200;
const TESTS_AT_ONCE = 200;
const SEARCHES_AT_ONCE = 10;
const ENDPOINTS = 20;
const CALLER = '+15555550123';
const STRANGER = { 'X-Forwarded-For': '198.51.100.7' };
const JSON_BODY = { 'Content-Type': 'application/json' };
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Calls of one caller with notes, so that a page of them, or a search for the caller, is large. */
export async function fillPages(server: Address): Promise<void> {
  const headers = await authorization(server, CALL_HANDLING);
  for (let call = 0; call < CALLS; call += 1) {
    const id = await openCall(server, headers, CALLER);
    const note = { text: 'what the caller states, at length. '.repeat(60) };
    await postJson(`${server.origin}/api/incidents/${id}/changes`, headers, { changes: [{ note }] });
  }
}

/** `atOnce` requests are always under way, each asked again as soon as it is answered, whatever the answer is. */
function flood(atOnce: number, ask: (index: number, attempt: number) => Promise<Response>): () => void {
  let isStopped = false;
  const askOnAndOn = async (index: number) => {
    for (let attempt = 0; !isStopped; attempt += 1) {
      await ask(index, attempt)
        .then((answer) => answer.arrayBuffer())
        .catch(() => {});
    }
  };
  for (let index = 0; index < atOnce; index += 1) void askOnAndOn(index);
  return () => {
    isStopped = true;
  };
}

const post = (url: string, headers: Record<string, string>, body: string) =>
  fetch(url, { method: 'POST', headers, body, redirect: 'manual' });

/** Another address of one /64, as one household or server has 2^64 of them. */
const nextAddress = () => `2001:db8:5:6:${randomBytes(8).toString('hex').match(/.{4}/g)?.join(':')}`;

async function refusedTokens({ origin }: Address): Promise<() => void> {
  return flood(AT_ONCE, (index, attempt) => {
    const client = { client_id: `nobody-${index}-${attempt}`, client_secret: 'a wrong secret' };
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...client }).toString();
    return post(`${origin}/oauth/token`, { ...FORM, 'X-Forwarded-For': nextAddress() }, body);
  });
}

async function refusedAuthorizations({ origin }: Address): Promise<() => void> {
  const query = new URLSearchParams({ response_type: 'code', client_id: 'sandbox-responder', state: 'x' });
  // What is wrong with where to is a page; what is wrong with the rest goes back to the application.
  const redirects = ['https://elsewhere.example/', 'http://localhost'];
  return flood(AT_ONCE, (index, attempt) => {
    query.set('redirect_uri', redirects[(index + attempt) % redirects.length] ?? '');
    return fetch(`${origin}/oauth/authorize?${query}`, { headers: STRANGER, redirect: 'manual' });
  });
}

async function wrongPasswords({ origin }: Address): Promise<() => void> {
  return flood(AT_ONCE, (index, attempt) => {
    const body = JSON.stringify({ email: `nobody-${index}-${attempt}@sandbox.test`, password: 'wrong words' });
    return post(`${origin}/api/session`, { ...JSON_BODY, ...STRANGER }, body);
  });
}

async function signUps({ origin }: Address): Promise<() => void> {
  return flood(AT_ONCE, (index, attempt) => {
    const email = `builder-${index}-${attempt}@studio.test`;
    const body = JSON.stringify({ name: 'Noor Builder', email, password: 'plain copper kettle 58' });
    return post(`${origin}/api/developer/sign-ups`, { ...JSON_BODY, ...STRANGER }, body);
  });
}

/** Tests of webhooks whose endpoint takes the connection and never answers. */
async function silentWebhookTests(server: Address): Promise<() => void> {
  const taken = new Set<Socket>();
  const silent = createServer((socket) => {
    taken.add(socket.on('error', () => {}));
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const administrator = await adminSession(server);
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const hooks = await Promise.all(
    Array.from({ length: ENDPOINTS }, async (_, index) => {
      const hook = { name: `Silent ${index}`, url, event_types: ['location.updated'] };
      const { webhook } = await postJson(`${server.origin}/api/webhooks`, administrator, hook);
      return (webhook as { id: number }).id;
    }),
  );
  const stop = flood(TESTS_AT_ONCE, (index) => {
    const path = `/api/webhooks/${hooks[index % hooks.length]}/test`;
    return post(`${server.origin}${path}`, { ...administrator, ...JSON_BODY }, '{}');
  });
  return () => {
    stop();
    silent.close();
    for (const socket of taken) socket.destroy();
  };
}

async function largeSearches(server: Address): Promise<() => void> {
  const headers = await adminSession(server);
  const url = `${server.origin}/api/search?query=${encodeURIComponent(CALLER)}`;
  return flood(SEARCHES_AT_ONCE, () => fetch(url, { headers }));
}

/** Whole requests, again and again, as fast as they are answered. */
export const REQUEST_FLOODS: readonly Attack[] = [
  { name: '40 wrong passwords at a time from one address', isForwarded: true, start: wrongPasswords },
  {
    name: '40 refused tokens at a time, each from another address of one /64',
    isForwarded: true,
    start: refusedTokens,
  },
  { name: '40 refused authorization requests at a time', isForwarded: true, start: refusedAuthorizations },
  { name: '40 sign-ups of developers at a time', isForwarded: true, start: signUps },
  { name: '200 webhook tests at a time to an endpoint that never answers', start: silentWebhookTests },
  { name: 'ten large searches at a time of one person', prepare: fillPages, start: largeSearches },
];
