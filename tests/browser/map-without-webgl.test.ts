import assert from 'node:assert/strict';
import { it } from 'node:test';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { assertCircleIsOf, scaleAndCircle } from './map-scale.ts';
import { openStage } from './stage.ts';

const stage = await openStage(['--disable-3d-apis']);

it('draws the same map, circle to scale and zoom, in a browser without WebGL', async () => {
  const caller = newCaller();
  await sendAlert(stage.url, { phone: caller.number, uncertainty: 300 });
  const page = await stage.visit();
  await page.goto(await newDeeplink(stage.url, { query: caller.number }));
  await page.getByTestId('uncertainty-circle').waitFor();
  await page.waitForLoadState('networkidle');
  assert.equal(await page.evaluate(() => document.createElement('canvas').getContext('webgl2')), null);
  await page.locator('[data-testid=incident-map][data-engine=svg]').waitFor();
  assert.equal(await page.locator('canvas').count(), 0);
  await assertCircleIsOf(page, 300);
  const { radiusPixels } = await scaleAndCircle(page);
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.waitForFunction(
    (wanted) => Number(document.querySelector('[data-testid=uncertainty-circle]')?.getAttribute('r')) < wanted,
    radiusPixels * 0.6,
  );
  await assertCircleIsOf(page, 300);
});
