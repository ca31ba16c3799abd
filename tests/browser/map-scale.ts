import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Metres that one pixel stands for, by the scale bar, and the circle's radius in pixels, both of one moment. */
export async function scaleAndCircle(page: Page) {
  return page.evaluate(() => {
    const scale = document.querySelector('[data-testid=map-scale]');
    const circle = document.querySelector('[data-testid=uncertainty-circle]');
    const [length = '', unit] = scale?.textContent?.split(' ') ?? [];
    const meters = Number(length) * (unit === 'km' ? 1000 : 1);
    return {
      metersPerPixel: meters / Number(scale?.querySelector('svg')?.getAttribute('width')),
      radiusPixels: Number(circle?.getAttribute('r')),
    };
  });
}

/** Fails unless the circle is that large by the map's own scale, within two in a hundred. */
export async function assertCircleIsOf(page: Page, meters: number): Promise<void> {
  const { metersPerPixel, radiusPixels } = await scaleAndCircle(page);
  const drawn = metersPerPixel * radiusPixels;
  assert.ok(Math.abs(drawn - meters) < meters * 0.02, `the circle of ${meters} m is drawn as ${drawn} m`);
}
