import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { Webhook } from 'standardwebhooks';

/** One webhook as it arrived. */
export interface Received {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of the body
  readonly body: any;
}

/** How a receiver answers; the default is 200. */
export type Answering = (request: Received, response: ServerResponse) => void;

/** A real server that takes webhooks. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  answer: Answering;
  stop(): Promise<void>;
}

/** Answers with that status and nothing else. */
export function status(code: number, headers: Record<string, string> = {}): Answering {
  return (_, response) => response.writeHead(code, headers).end();
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

/** Starts a receiver on a free loopback port; it stops with the test, or by `stop`. */
export async function startReceiver(t?: TestContext): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const text = await textOf(request).catch(() => '');
    const headers = request.headers as Record<string, string>;
    const isJson = headers['content-type'] === 'application/json';
    const received = { id: String(headers['webhook-id']), headers, text, body: isJson ? JSON.parse(text) : null };
    receiver.received.push(received);
    receiver.answer(received, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: [],
    answer: status(200),
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  t?.after(() => receiver.stop());
  return receiver;
}

/** Rejects what the library of Standard Webhooks rejects; it is not ours. */
export function verify({ text, headers }: Received, secret: string): void {
  new Webhook(secret).verify(text, headers);
}
