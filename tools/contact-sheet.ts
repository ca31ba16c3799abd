import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startGatewayProcess } from '../packages/testing/src/gateway-process.ts';
import { startReceiver } from '../packages/testing/src/receiver.ts';
import { launchChromium } from '../tests/browser/chromium.ts';
import { overflowWithin } from '../tests/browser/overflow-of.ts';
import { readsSpanish } from '../tests/browser/page-words.ts';
import { STOPS } from '../tests/browser/portal-stops.ts';
import { makePortalWorld, type PortalWorld } from '../tests/browser/portal-world.ts';
import { goTo, signInFor } from '../tests/browser/walk-stops.ts';
import { type Shot, sheetPage } from './contact-sheet/sheet-page.ts';

/**
 * A picture of every page of the portal, whole, at three widths: in English dark and light, and in Spanish dark, and a page that has all
 * of them: the folder `contact-sheet`. Ends with 1 where a page did not come to stand; its place on the sheet states why.
 * Words after it, as `es` or `light`, leave the others out.
 */
const FOLDER = fileURLToPath(new URL('../contact-sheet/', import.meta.url));
const WIDTHS = [1440, 720, 360] as const;
const HEIGHT = 900;
/** A longer page is cut off, as the roles' table at the narrowest width. */
const HEIGHT_AT_MOST = 2_600;
const SERIES = [
  { theme: 'dark', language: 'en' },
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'es' },
] as const;
type Series = (typeof SERIES)[number];
const SLOW_MACHINE_MS = 60_000;

const fileName = (what: string, { theme, language }: Series, width: number) =>
  `${what.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}_${language}_${theme}_${width}.png`;

/** How high the window has to be for all of the page to be in it: what scrolls in it, too. */
const heightOf = (page: Page) =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    const hidden = main === null ? 0 : main.scrollHeight - main.clientHeight;
    return Math.max(document.documentElement.scrollHeight, window.innerHeight + hidden);
  });

/** Opens each page of one group and makes its window narrower. */
async function photograph(
  browser: Browser,
  world: PortalWorld,
  { as, stops }: (typeof STOPS)[number],
  series: Series,
): Promise<Shot[]> {
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    locale: series.language === 'es' ? 'es-US' : 'en-US',
  });
  context.setDefaultTimeout(SLOW_MACHINE_MS);
  await context.addInitScript((name) => {
    // The empty page that every tab begins with has no storage.
    if (location.protocol === 'http:') localStorage.setItem('sallyport-color-scheme', name);
  }, series.theme);
  const page = await context.newPage();
  if (series.language === 'es') readsSpanish(page);
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
  await signInFor(page, world.url, as);
  const shots: Shot[] = [];
  for (const stop of stops) {
    const seen = { what: stop.what, route: stop.route, ...series };
    try {
      await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
      await goTo(page, world, stop);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        await page.waitForLoadState('networkidle');
        const height = Math.min(HEIGHT_AT_MOST, await heightOf(page));
        if (height > HEIGHT) await page.setViewportSize({ width, height });
        const file = fileName(stop.what, series, width);
        await page.screenshot({ path: join(FOLDER, file) });
        const overflow = await overflowWithin(page);
        shots.push({ ...seen, width, file, fault: overflow > 0 ? `${overflow} px too wide` : null });
      }
    } catch (err) {
      shots.push({ ...seen, width: WIDTHS[0], file: null, fault: err instanceof Error ? err.message : String(err) });
    }
  }
  await context.close();
  return shots;
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
const gateway = await startGatewayProcess();
const endpoint = await startReceiver();
const browser = await launchChromium();
try {
  const world = await makePortalWorld(gateway.url, endpoint);
  const shots: Shot[] = [];
  const wanted = process.argv.slice(2);
  for (const series of SERIES) {
    if (wanted.length > 0 && !wanted.some((word) => word === series.theme || word === series.language)) continue;
    for (const group of STOPS) {
      shots.push(...(await photograph(browser, world, group, series)));
      process.stdout.write(`${series.language}, ${series.theme}, ${group.name}: ${group.stops.length} pages\n`);
    }
  }
  writeFileSync(join(FOLDER, 'index.html'), sheetPage(shots, WIDTHS));
  const faults = shots.filter(({ fault }) => fault !== null);
  for (const { what, language, theme, width, fault } of faults) {
    process.stderr.write(`${what}, ${language}, ${theme}, ${width}: ${fault}\n`);
  }
  process.stdout.write(`${shots.length} pictures: ${join(FOLDER, 'index.html')}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  await endpoint.stop();
  await gateway.stop();
}
