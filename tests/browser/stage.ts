import assert from 'node:assert/strict';
import { after, afterEach } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { buildPortal } from './built-portal.ts';
import { launchChromium } from './chromium.ts';
import { type Expectations, PageWatch } from './page-watch.ts';

/** The width of a CAD's panel, about a third of a screen. */
export const PANEL = { width: 430, height: 900 };
/** The narrowest that every page works at. */
export const NARROW = { width: 360, height: 780 };
/** Half of a screen, and a screen of 1440 pixels magnified twice. */
export const HALF = { width: 720, height: 900 };
export const SCREEN = { width: 1280, height: 800 };
export type Theme = 'dark' | 'light';

/** What a visit is like, and which refusals it provokes; see `PageWatch`. */
export interface VisitOptions extends Expectations {
  readonly size?: { width: number; height: number };
  readonly theme?: Theme;
  /** The browser's language; `en-US` without one. */
  readonly locale?: string;
  /** Other origins a page of this test stands on, such as a CAD that frames the portal. */
  readonly hosts?: readonly string[];
}

/** One server and one browser for the tests of a file. */
export interface Stage {
  /** The gateway's public URL. */
  readonly url: string;
  readonly gateway: GatewayProcess;
  readonly browser: Browser;
  /** A new browser profile with one empty page. It is closed, and what happened in it judged, when the test ends. */
  visit(options?: VisitOptions): Promise<Page>;
}

const SLOW_MACHINE_MS = 60_000;

async function openProfile(
  browser: Browser,
  { size = SCREEN, theme, locale = 'en-US' }: VisitOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce', locale });
  context.setDefaultTimeout(SLOW_MACHINE_MS);
  if (theme !== undefined) {
    await context.addInitScript((name) => {
      // The empty page that every tab begins with has no storage.
      if (location.protocol === 'http:') localStorage.setItem('sallyport-color-scheme', name);
    }, theme);
  }
  return context;
}

/**
 * Opens the stage of a test file and closes it after the last test. `args` go to Chromium, `env` to the server, and `host` is the
 * name in its public URL, for what browsers give to no address.
 */
export async function openStage(
  args: readonly string[] = [],
  env: Record<string, string> = {},
  host?: string,
): Promise<Stage> {
  buildPortal();
  const browser = await launchChromium(args);
  const gateway = await startGatewayProcess({ env, ...(host !== undefined && { publicHost: host }) }).catch(
    async (err: unknown) => {
      await browser.close();
      throw err;
    },
  );
  const url = host === undefined ? gateway.url : gateway.url.replace('127.0.0.1', host);
  const visits: { context: BrowserContext; watch: PageWatch }[] = [];
  afterEach(async () => {
    const ended = visits.splice(0);
    const complaints = await Promise.all(ended.map(({ watch }) => watch.complaints()));
    for (const { context } of ended) await context.close();
    assert.deepEqual(complaints.flat(), []);
  });
  after(async () => {
    await browser.close();
    await gateway.stop();
  });
  return {
    url,
    gateway,
    browser,
    async visit(options = {}) {
      const context = await openProfile(browser, options);
      const origins = [url, ...(options.hosts ?? [])];
      visits.push({ context, watch: await PageWatch.over(context, { ...options, origins }) });
      return context.newPage();
    },
  };
}
