import { tokenRequest } from '../load/token-request.ts';
import type { Address } from '../process/start-server.ts';
import { ADMINISTRATOR } from './sallyport.ts';

/** The body of an answer; throws with it on any status but 2xx. */
export async function requireOk(answer: Response): Promise<string> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
  return text;
}

/** The header that lets a client of the sandbox in. */
export async function authorization(
  server: Address,
  client: { clientId: string; clientSecret: string },
): Promise<{ Authorization: string }> {
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
  const request = tokenRequest('/oauth/token', { grant_type: 'client_credentials', ...credentials });
  return { Authorization: `Bearer ${(await request.askOnce(server.origin)).access_token}` };
}

function sendJson(url: string, headers: Record<string, string>, body: object, method: string): Promise<Response> {
  const sent = { method, headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  return fetch(url, sent);
}

/** Sends JSON and returns the answer's. */
export async function postJson(
  url: string,
  headers: Record<string, string>,
  body: object,
  method: 'POST' | 'PATCH' = 'POST',
): Promise<Record<string, unknown>> {
  return JSON.parse(await requireOk(await sendJson(url, headers, body, method))) as Record<string, unknown>;
}

/** The header that lets an administrator of the sandbox in. */
export async function adminSession(
  { origin }: Address,
  [email, password]: readonly [string, string] = ADMINISTRATOR,
): Promise<{ Cookie: string }> {
  const answer = await sendJson(`${origin}/api/session`, {}, { email, password }, 'POST');
  await requireOk(answer);
  return { Cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}
