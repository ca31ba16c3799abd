import { tokenRequest } from '../load/token-request.ts';
import type { Server } from '../process/start-server.ts';

/** The body of an answer; throws with it on any status but 2xx. */
export async function requireOk(answer: Response): Promise<string> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${text}`);
  return text;
}

/** The header that lets a client of the sandbox in. */
export async function authorization(
  server: Server,
  client: { clientId: string; clientSecret: string },
): Promise<{ Authorization: string }> {
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
  const request = tokenRequest('/oauth/token', { grant_type: 'client_credentials', ...credentials });
  return { Authorization: `Bearer ${(await request.askOnce(server.origin)).access_token}` };
}

/** Posts JSON and returns the answer's. */
export async function postJson(
  url: string,
  headers: Record<string, string>,
  body: object,
): Promise<Record<string, unknown>> {
  const sent = {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
  return JSON.parse(await requireOk(await fetch(url, sent))) as Record<string, unknown>;
}
