import type { Page } from 'playwright-core';

/** Resolves once the page's map stands as it stays: MapLibre's drawing takes the place of the SVG where the browser can draw it. */
export async function standingMap(page: Page): Promise<void> {
  const hasWebgl = await page.evaluate(() => document.createElement('canvas').getContext('webgl2') !== null);
  await page.locator(`[data-testid=incident-map][data-engine=${hasWebgl ? 'maplibre' : 'svg'}]`).waitFor();
}
