import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { startGatewayProcess } from '../packages/testing/src/gateway-process.ts';
import { startReceiver } from '../packages/testing/src/receiver.ts';
import { launchChromium } from '../tests/browser/chromium.ts';
import { overflowWithin } from '../tests/browser/overflow-of.ts';
import { goTo, STOPS, signInFor } from '../tests/browser/portal-stops.ts';
import { makePortalWorld, type PortalWorld } from '../tests/browser/portal-world.ts';
import { type Shot, sheetPage } from './contact-sheet/sheet-page.ts';

/**
 * A picture of every page of the portal, dark and light, at three widths, and a page that has all of them: the folder
 * `contact-sheet`. Ends with 1 where a page did not come to stand; its place on the sheet states why.
 */
const FOLDER = fileURLToPath(new URL('../contact-sheet/', import.meta.url));
const WIDTHS = [1440, 720, 360] as const;
const HEIGHT = 900;
const THEMES = ['dark', 'light'] as const;
const SLOW_MACHINE_MS = 60_000;

const fileName = (what: string, theme: string, width: number) =>
  `${what.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}_${theme}_${width}.png`;

/** Opens each page of one group and makes its window narrower. */
async function photograph(
  browser: Browser,
  world: PortalWorld,
  { as, stops }: (typeof STOPS)[number],
  theme: (typeof THEMES)[number],
): Promise<Shot[]> {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-US' });
  context.setDefaultTimeout(SLOW_MACHINE_MS);
  await context.addInitScript((name) => {
    // The empty page that every tab begins with has no storage.
    if (location.protocol === 'http:') localStorage.setItem('sallyport-color-scheme', name);
  }, theme);
  const page = await context.newPage();
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
  await signInFor(page, world.url, as);
  const shots: Shot[] = [];
  for (const stop of stops) {
    const seen = { what: stop.what, route: stop.route, theme };
    try {
      await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
      await goTo(page, world, stop);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        await page.waitForLoadState('networkidle');
        const file = fileName(stop.what, theme, width);
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
  for (const theme of THEMES) {
    for (const group of STOPS) {
      shots.push(...(await photograph(browser, world, group, theme)));
      process.stdout.write(`${theme}, ${group.name}: ${group.stops.length} pages\n`);
    }
  }
  writeFileSync(join(FOLDER, 'index.html'), sheetPage(shots, WIDTHS));
  const faults = shots.filter(({ fault }) => fault !== null);
  for (const { what, theme, width, fault } of faults) process.stderr.write(`${what}, ${theme}, ${width}: ${fault}\n`);
  process.stdout.write(`${shots.length} pictures: ${join(FOLDER, 'index.html')}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  await endpoint.stop();
  await gateway.stop();
}
