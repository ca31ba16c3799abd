/** An answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface HttpRequest {
  readonly method?: string;
  readonly path: string;
  readonly token?: string;
  readonly jar?: CookieJar;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Bytes exactly as they go out; the content type is the caller's. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** The cookies of one browser, kept by hand: names, values and the attributes they were set with. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();
  /** Every `Set-Cookie` line seen, as it came. */
  readonly lines: string[] = [];

  keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      this.lines.push(line);
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  get(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  set(name: string, value: string): this {
    this.#cookies.set(name, value);
    return this;
  }

  toString(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

function bodyOf({ json, form, body }: HttpRequest): [string | Uint8Array<ArrayBuffer> | undefined, string | undefined] {
  if (json !== undefined) return [JSON.stringify(json), 'application/json'];
  if (form !== undefined) return [new URLSearchParams(form).toString(), 'application/x-www-form-urlencoded'];
  return [body, undefined];
}

/** A server that does not answer fails the test, not the whole run later. */
const ANSWER_WITHIN_MS = 60_000;

/** Sends one request and reads its answer. Never follows a redirect, never tries again. */
export async function send(base: string, request: HttpRequest): Promise<HttpAnswer> {
  const { method = 'GET', path, token, jar } = request;
  const [body, contentType] = bodyOf(request);
  const cookies = jar?.toString() ?? '';
  const answer = await fetch(`${base}${path}`, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    headers: {
      ...(contentType !== undefined && { 'content-type': contentType }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookies !== '' && { cookie: cookies }),
      ...request.headers,
    },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  jar?.keep(answer.headers);
  return { status: answer.status, headers: answer.headers, text };
}

/** The body of a JSON answer. */
export function jsonOf<T = Record<string, unknown>>({ text, status }: Pick<HttpAnswer, 'text' | 'status'>): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new Error(`an answer of ${status} is not JSON: ${text.slice(0, 200)}`);
  }
}

/** The body of an answer that must have this status. */
export async function expectJson<T = Record<string, unknown>>(
  base: string,
  status: number,
  request: HttpRequest,
): Promise<T> {
  const answer = await send(base, request);
  if (answer.status !== status) {
    throw new Error(`${request.method ?? 'GET'} ${request.path}: ${answer.status}, not ${status}: ${answer.text}`);
  }
  return jsonOf<T>(answer);
}
