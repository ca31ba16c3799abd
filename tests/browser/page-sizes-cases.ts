import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import type { Stage } from './stage.ts';
import { standingMap } from './standing-map.ts';

export const pageSizesCases = (stage: Stage) =>
  describe('the sizes of pages', () => {
    /** Counts what comes over the wire for a page, headers and all, as its browser's own protocol states it. */
    async function wireBytesOf(page: Page): Promise<() => number> {
      const session = await page.context().newCDPSession(page);
      let bytes = 0;
      session.on('Network.loadingFinished', ({ encodedDataLength }) => {
        bytes += encodedDataLength;
      });
      await session.send('Network.enable');
      await session.send('Network.setCacheDisabled', { cacheDisabled: true });
      return () => Math.round(bytes / 1_000);
    }

    it('the first page, where people sign in, takes less than 200 kB', async (t) => {
      const page = await stage.visit();
      const kilobytes = await wireBytesOf(page);
      await page.goto(`${stage.url}/portal`);
      await page.getByLabel('Email').waitFor();
      await page.waitForLoadState('networkidle');
      t.diagnostic(`${kilobytes()} kB`);
      assert.ok(kilobytes() < 200, `${kilobytes()} kB`);
    });

    it('the first page of an incident, with its map, takes less than 600 kB', async (t) => {
      const caller = newCaller();
      await sendAlert(stage.url, { phone: caller.number });
      const page = await stage.visit();
      const kilobytes = await wireBytesOf(page);
      await page.goto(await newDeeplink(stage.url, { query: caller.number }));
      await standingMap(page);
      await page.getByTestId('position-mark').waitFor();
      t.diagnostic(`${kilobytes()} kB`);
      assert.ok(kilobytes() < 600, `${kilobytes()} kB`);
    });

    it('the API pages take less than 1.5 MB', async (t) => {
      // The viewer tries whether it may evaluate text, and goes on without; it asks for an icon by the usual name.
      const page = await stage.visit({ tolerated: ['script-src eval', '404 /favicon.ico'] });
      const kilobytes = await wireBytesOf(page);
      await page.goto(`${stage.url}/docs/api`);
      await page.getByRole('heading', { name: 'Sallyport', exact: true }).first().waitFor();
      t.diagnostic(`${kilobytes()} kB`);
      assert.ok(kilobytes() < 1_500, `${kilobytes()} kB`);
    });
  });
