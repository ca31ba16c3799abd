import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { PANEL, SCREEN } from './stage.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** The violations axe-core finds on the page as it stands. */
async function violationsOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}

/** Waits until the page is no wider than its window: what floats over it is placed anew after the window changed. */
async function fits(page: Page, what: string): Promise<void> {
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await eventually(async () => (await overflow()) <= 0).catch(async (err) => {
    throw new Error(`${what} is ${await overflow()} px too wide`, { cause: err });
  });
}

/** Fails where the page, as wide as a screen and as a CAD's panel, is wider than that or axe-core finds a violation. */
export async function assertSound(page: Page, what: string): Promise<void> {
  // As the debugger's script, which the page's content policy does not concern; once a document.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  for (const size of [SCREEN, PANEL]) {
    await page.setViewportSize(size);
    await fits(page, `${what} at ${size.width} px`);
    assert.deepEqual(await violationsOf(page), [], `${what} at ${size.width} px`);
  }
}
