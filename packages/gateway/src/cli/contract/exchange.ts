/** One request and what came back: what was sent is text, with its secrets in it until a report hides them. */
export interface Exchange {
  readonly sent: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

export interface Asked {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From the base URL, or a whole address that an answer named. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The server did not answer: refused, cut, or out of time. */
export class NoAnswer extends Error {}

/** A line could not be looked at, because of what came before it or is missing; the message says what. */
export class NotReached extends Error {}

/** The server states, in the way its documents have for it, that it does not offer what the line is about. */
export class NotOffered extends NotReached {}

/** A document must be smaller; what is longer is read as far as this. */
const LONGEST_BODY_BYTES = 1_048_576;

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return '';
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.length;
    if (length > LONGEST_BODY_BYTES) break;
  }
  return Buffer.concat(pieces).toString('utf8').slice(0, LONGEST_BODY_BYTES);
}

function causeOf(err: unknown): string {
  const cause = (err as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? (cause?.message || (err as Error).message);
}

/** The request as a report shows it. */
export function sentText({ method, path, headers = {}, body }: Asked): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path}`, ...lines, ...(body === undefined ? [] : ['', body])].join('\n');
}

/** Sends one request within that time and follows no redirect. Throws `NoAnswer`. */
export async function sendOnce(base: URL, asked: Asked, signal: AbortSignal): Promise<Exchange> {
  const { method, path, headers, body } = asked;
  try {
    const answer = await fetch(new URL(path, base), {
      method,
      redirect: 'manual',
      signal,
      ...(headers !== undefined && { headers }),
      ...(body !== undefined && { body }),
    });
    const text = await readText(answer.body);
    return { sent: sentText(asked), status: answer.status, headers: answer.headers, text, json: parseJson(text) };
  } catch (err) {
    throw new NoAnswer(`${method} ${path.replace(/\?.*/s, '')} was not answered: ${causeOf(err)}`);
  }
}
