import type { BrowserContext, ConsoleMessage } from 'playwright-core';

/** Who is signed in is asked before anybody is; Chromium prints every such answer. */
const ALWAYS_TOLERATED = ['401 /api/session', '401 /api/developer/session'];
const INLINE = new Set(['data:', 'blob:']);

/**
 * A refusal in short: of "Failed to load resource: … status of 404" and its URL `404 /api/users`, of "WebSocket connection to 'ws://…'
 * failed: … Unexpected response code: 403" `403 /api/incidents/stream by WebSocket`; of a 401 Chromium states "HTTP Authentication
 * failed" as well. Everything else as the browser prints it.
 */
function encode(message: ConsoleMessage): string {
  const text = message.text();
  const [, socketUrl, , socketStatus = '401'] =
    /WebSocket connection to '([^']+)' failed: .*(response code: (\d{3})|HTTP Authentication failed)/.exec(text) ?? [];
  if (socketUrl !== undefined) return `${socketStatus} ${new URL(socketUrl).pathname} by WebSocket`;
  const status = /status of (\d{3})/.exec(text)?.[1];
  const { url } = message.location();
  return status === undefined || url === '' ? text : `${status} ${new URL(url).pathname}`;
}

export interface Expectations {
  readonly expected?: readonly string[];
  readonly tolerated?: readonly string[];
}

/**
 * Notes what must not happen on any page of a browser context: a request to another origin, an error in the console or
 * in a script, a violation of the content policy. `expected` are the refusals a test provokes, as `404 /api/users` or as
 * a part of the browser's own words; each of them has to come. `tolerated` are those that depend on the moment.
 */
export class PageWatch {
  readonly #context: BrowserContext;
  readonly #expected: readonly string[];
  readonly #tolerated: readonly string[];
  readonly #complaints: string[] = [];
  readonly #seen = new Set<string>();

  private constructor(context: BrowserContext, expected: readonly string[], tolerated: readonly string[]) {
    this.#context = context;
    this.#expected = expected;
    this.#tolerated = [...tolerated, ...ALWAYS_TOLERATED];
  }

  static async over(
    context: BrowserContext,
    { origins, expected = [], tolerated = [] }: { origins: readonly string[] } & Expectations,
  ): Promise<PageWatch> {
    const watch = new PageWatch(context, expected, tolerated);
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (!INLINE.has(protocol) && !origins.includes(origin)) watch.#note(`request to ${request.url()}`);
    });
    context.on('console', (message) => {
      if (message.type() === 'error') watch.#note(encode(message));
    });
    context.on('weberror', (error) => watch.#note(`script error: ${error.error().stack ?? error.error().message}`));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
        // biome-ignore lint/suspicious/noConsole: the way from the page to this class
        console.error(`content policy violation: ${violatedDirective} ${blockedURI} ${sourceFile}`);
      });
    });
    return watch;
  }

  #note(complaint: string): void {
    const known = [...this.#expected, ...this.#tolerated].find((part) => complaint.includes(part));
    if (known === undefined) this.#complaints.push(complaint);
    else this.#seen.add(known);
  }

  /** What went wrong: what happened and was not expected, and what was expected and did not happen. */
  async complaints(): Promise<string[]> {
    // A violation is notified to the page a task later than it happens.
    const pages = this.#context.pages();
    await Promise.all(pages.map((page) => page.evaluate(() => new Promise((notified) => setTimeout(notified, 0)))));
    const missing = this.#expected.filter((part) => !this.#seen.has(part));
    return [...this.#complaints, ...missing.map((part) => `expected and never seen: ${part}`)];
  }
}
