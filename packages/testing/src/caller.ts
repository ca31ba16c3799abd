import type { FastifyInstance } from 'fastify';

interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the body
  readonly body: any;
}

export type Caller = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answered>;

/** Calls the server without a socket as a client of the sandbox, with one token for all calls. */
export async function callerOf(app: FastifyInstance, clientId: string): Promise<Caller> {
  const credentials = { client_id: clientId, client_secret: `${clientId}-secret`, grant_type: 'client_credentials' };
  const answer = await app.inject({ method: 'POST', url: '/oauth/token', payload: credentials });
  if (answer.statusCode !== 200) throw new Error(`${clientId} got no token: ${answer.statusCode} ${answer.payload}`);
  const { access_token: token } = answer.json() as { access_token: string };
  return async (method, path, body, headers = {}) => {
    const { statusCode, payload } = await app.inject({
      method,
      url: path,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { payload: body as object }),
    });
    return { status: statusCode, body: payload === '' ? null : JSON.parse(payload) };
  };
}
