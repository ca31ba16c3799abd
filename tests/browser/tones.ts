import type { Page } from 'playwright-core';

/** From the page's next document on, counts the tones it starts in `data-tones` of its root. */
export async function countTones(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function count(...when) {
      document.documentElement.dataset['tones'] = String(Number(document.documentElement.dataset['tones'] ?? 0) + 1);
      return start.apply(this, when);
    };
  });
}
