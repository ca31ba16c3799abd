import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PageWatch } from './page-watch.ts';
import type { Stage } from './stage.ts';

export const pageWatchCases = (stage: Stage) =>
  describe('the watch over pages', () => {
    /** What the watch states of a page of the portal after `offend` ran in it. */
    async function complaintsAfter(offend: () => unknown, expected: readonly string[] = []): Promise<string[]> {
      const context = await stage.browser.newContext();
      try {
        const watch = await PageWatch.over(context, { origins: [stage.url], expected });
        const page = await context.newPage();
        await page.goto(`${stage.url}/portal/sign-in`);
        await page.getByRole('button', { name: 'Sign in' }).waitFor();
        await page.evaluate(offend);
        return await watch.complaints();
      } finally {
        await context.close();
      }
    }

    it('finds nothing on a page that does nothing wrong', async () => {
      assert.deepEqual(await complaintsAfter(() => undefined), []);
    });

    it('notices a request to another host, and that the content policy stopped it', async () => {
      const complaints = await complaintsAfter(() => fetch('http://127.0.0.1:9/outside').catch(() => undefined));
      assert.ok(complaints.some((complaint) => complaint.startsWith('content policy violation: connect-src')));
    });

    it('notices an error in the console and a refusal that nobody expected', async () => {
      const complaints = await complaintsAfter(async () => {
        // biome-ignore lint/suspicious/noConsole: the planted offence
        console.error('planted');
        await fetch('/api/users');
      });
      assert.deepEqual(complaints, ['planted', '401 /api/users']);
    });

    it('notices a WebSocket that was refused, by its status', async () => {
      const complaints = await complaintsAfter(
        () =>
          new Promise((closed) => {
            new WebSocket('/api/incidents/stream').addEventListener('close', closed);
          }),
      );
      assert.deepEqual(complaints, ['401 /api/incidents/stream by WebSocket']);
    });

    it('notices an inline script', async () => {
      const complaints = await complaintsAfter(() => {
        const script = document.createElement('script');
        script.textContent = 'document.title = "injected"';
        document.head.append(script);
      });
      assert.ok(complaints.some((complaint) => complaint.startsWith('content policy violation: script-src')));
    });

    it('notices that an expected refusal never came', async () => {
      assert.deepEqual(await complaintsAfter(() => undefined, ['404 /api/users']), [
        'expected and never seen: 404 /api/users',
      ]);
    });
  });
