import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { overflowOf } from './overflow-of.ts';
import { PANEL, SCREEN } from './stage.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

const SCHEME = 'data-mantine-color-scheme';
/** What axe-core finds of a page's colours alone. */
const OF_COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

/** Nothing is reported of what holds, and no selectors. Only rules that are experimental, and so do not run, read the style sheets anew. */
const REPORTED: RunOptions = { resultTypes: ['violations'], selectors: false, preload: { assets: ['media'] } };

/** The violations axe-core finds on the page as it stands. */
async function violationsOf(page: Page, asked: RunOptions = {}): Promise<string[]> {
  return page.evaluate(
    async (options) => {
      const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
      const { violations } = await axe.run(options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    },
    { ...REPORTED, ...asked },
  );
}

/** Waits until the page is no wider than its window: what floats over it is placed anew after the window changed. */
export async function assertFits(page: Page, what: string, overflow = overflowOf): Promise<void> {
  await eventually(async () => (await overflow(page)) <= 0).catch(async (err) => {
    throw new Error(`${what} is ${await overflow(page)} px too wide`, { cause: err });
  });
}

/** Fails where the page, as wide as a screen and as a CAD's panel, is wider than that or axe-core finds a violation. */
export async function assertSound(page: Page, what: string): Promise<void> {
  // As the debugger's script, which the page's content policy does not concern; once a document.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  for (const size of [SCREEN, PANEL]) {
    await page.setViewportSize(size);
    await assertFits(page, `${what} at ${size.width} px`);
    assert.deepEqual(await violationsOf(page), [], `${what} at ${size.width} px`);
  }
}

/** The same, and in the other theme the colours, which are all that a theme exchanges. */
export async function assertSoundInBothThemes(page: Page, what: string): Promise<void> {
  await assertSound(page, what);
  const root = page.locator('html');
  const own = (await root.getAttribute(SCHEME)) ?? 'dark';
  const use = (theme: string) =>
    root.evaluate((it, [name, value]) => it.setAttribute(name, value), [SCHEME, theme] as const);
  await use(own === 'dark' ? 'light' : 'dark');
  for (const size of [SCREEN, PANEL]) {
    await page.setViewportSize(size);
    assert.deepEqual(await violationsOf(page, OF_COLOURS), [], `${what} in the other theme, at ${size.width} px`);
  }
  await use(own);
}
