import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { defineCommand, UsageError, value } from './command.ts';
import { signalled } from './end-signals.ts';
import { readReceived } from './receiving/read-received.ts';

const DEFAULT_PORT = 9_080;
/** What is printed of a webhook before its body; a bearer token is named and not shown. */
const SHOWN_HEADERS = ['webhook-id', 'webhook-timestamp', 'x-rapidsos-signature'] as const;

interface Listening {
  readonly port: number;
  readonly secret: string | null;
  readonly answer: number;
  readonly print: (received: object, text: string) => void;
}

/** What the library of Standard Webhooks states of the signature. */
function verdict(body: Buffer, headers: Record<string, string>, secret: string | null): string {
  if (secret === null) return 'not verified (give --secret)';
  try {
    new Webhook(secret).verify(body, headers);
    return 'verified';
  } catch (err) {
    return `NOT VERIFIED: ${(err as Error).message}`;
  }
}

function indented(body: Buffer): string {
  const text = body.toString('utf8');
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Starts a receiver on loopback that prints each webhook, verifies it and answers as it was set to. */
export async function listen({ port, secret, answer, print }: Listening): Promise<Server> {
  const server = createServer(async (request, response) => {
    const body = await readReceived(request);
    if (body === null) return;
    const headers = request.headers as Record<string, string>;
    const sent = Object.fromEntries(
      SHOWN_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
    );
    const shown = Object.entries(sent).map(([name, text]) => `  ${name}: ${text}`);
    const authorization = headers['authorization'] === undefined ? [] : ['  authorization: (sent)'];
    const at = new Date().toISOString();
    const state = verdict(body, headers, secret);
    const line = `${at} ${request.method} ${request.url} ${state}`;
    print(
      {
        ...{ at, method: request.method, path: request.url, verdict: state },
        ...{ headers: sent, body: body.toString('utf8'), answered: answer },
      },
      [line, ...shown, ...authorization, indented(body), `answered ${answer}`, '', ''].join('\n'),
    );
    response.writeHead(answer).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return server;
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw new UsageError(`--${name} is a whole number from ${least} to ${most}`);
  return value;
}

export const webhookListenCommand = defineCommand({
  words: ['webhook', 'listen'],
  options: {
    port: value('number', `${DEFAULT_PORT} where it is left out; 0 takes a free one`),
    secret: value('whsec_…', 'The signing secret; without it nothing is verified'),
    answer: value('status', 'The status to answer with; 200 where it is left out'),
  },
  serverOptions: 'none',
  sentence: 'Receive webhooks on loopback, print and verify them, and answer as notified (500 to see retries)',
  async run(call) {
    const { options } = call;
    if (options.secret !== undefined && !/^whsec_[\w+/=-]{20,}$/.test(options.secret)) {
      throw new UsageError('--secret is the signing secret as it was shown: whsec_…');
    }
    const server = await listen({
      port: readNumber('port', options.port ?? String(DEFAULT_PORT), 0, 65_535),
      secret: options.secret ?? null,
      answer: readNumber('answer', options.answer ?? '200', 200, 599),
      print: call.print,
    });
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    call.print({ url }, `Listening for webhooks on ${url}   Stop: Ctrl+C\n\n`);
    await Promise.race([signalled(), once(call.unread, 'abort')]);
    server.close();
    server.closeAllConnections();
    return 0;
  },
});
