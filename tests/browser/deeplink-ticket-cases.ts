import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

const MINUTE_MS = 60_000;

export const deeplinkTicketCases = (stage: Stage) =>
  describe("a deeplink's ticket", () => {
    let restarted: GatewayProcess | undefined;
    after(() => restarted?.stop());

    /** The same server over the same data, its process started anew with the clock ahead. */
    async function restartLater(minutes: number): Promise<void> {
      await (restarted ?? stage.gateway).kill('SIGTERM');
      const ahead = `const now=Date.now;Date.now=()=>now()+${minutes * MINUTE_MS}`;
      restarted = await startGatewayProcess({
        port: Number(new URL(stage.url).port),
        dataDir: stage.gateway.dataDir,
        env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(ahead)}` },
      });
    }

    async function deeplinkOf(type: string, view: 'full' | 'cards' = 'full'): Promise<string> {
      const caller = newCaller();
      await sendAlert(stage.url, { phone: caller.number, type });
      return newDeeplink(stage.url, { query: caller.number, view });
    }

    it("gives a link scanner's GET and HEAD nothing, and they spend nothing", async () => {
      const url = await deeplinkOf('FIRE');
      for (let scans = 0; scans < 20; scans += 1) {
        for (const method of ['GET', 'HEAD']) {
          const answer = await fetch(url, { method });
          assert.equal(answer.status, 200);
          assert.equal(answer.headers.get('set-cookie'), null);
          assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
          assert.equal(answer.headers.get('cache-control'), 'no-store');
        }
      }
      const page = await stage.visit();
      await page.goto(url);
      await page.locator('#incident-title').getByText('Fire').waitFor();
    });

    it('belongs to the first browser, which may open it again; another one is notified why it may not', async () => {
      const url = await deeplinkOf('HOLDUP');
      const first = await stage.visit();
      await first.goto(url);
      await first.locator('#incident-title').getByText('Holdup').waitFor();
      const opened = first.url();

      const second = await stage.visit({ expected: ['403 /d/'] });
      await second.goto(url);
      await second.getByRole('heading', { name: 'Opened in another browser' }).waitFor();
      await second.getByText('Open a new deeplink from CAD.').waitFor();
      await second.goto(opened);
      await second.getByRole('heading', { name: 'This deeplink has expired' }).waitFor();
      assert.equal(await second.locator('#incident-title').count(), 0);

      await first.goto(url);
      await first.locator('#incident-title').getByText('Holdup').waitFor();
      assert.equal(first.url(), opened);
    });

    it('keeps two deeplinks of one browser apart', async () => {
      const [fire, medical] = [await deeplinkOf('FIRE'), await deeplinkOf('MEDICAL')];
      const page = await stage.visit();
      await page.goto(fire);
      await page.locator('#incident-title').getByText('Fire').waitFor();
      const tab = await page.context().newPage();
      await tab.goto(medical);
      await tab.locator('#incident-title').getByText('Medical').waitFor();
      await page.reload();
      await page.locator('#incident-title').getByText('Fire').waitFor();
    });

    it('states of a ticket nobody issued that it is not valid', async () => {
      const page = await stage.visit({ expected: ['404 /d/'] });
      await page.goto(`${stage.url}/d/${'n'.repeat(43)}`);
      await page.getByRole('heading', { name: 'This deeplink is not valid' }).waitFor();
      await page.getByText('The address may be cut off or mistyped. Open a new deeplink from CAD.').waitFor();
    });

    it('lasts one hour: shown until then, put away by itself and refused afterwards, opened before or not', async () => {
      const [url, unopened] = [await deeplinkOf('FIRE', 'cards'), await deeplinkOf('MEDICAL', 'cards')];
      // A request or the page's socket may ask while the server is away, or after the hour: 401, in a socket's words the last one.
      const tolerated = ['ERR_CONNECTION', '401 /api/', 'HTTP Authentication failed'];
      const page = await stage.visit({ expected: ['410 /d/'], tolerated });
      await page.goto(url);
      await page.locator('#incident-title').getByText('Fire').waitFor();
      const opened = page.url();

      // A restart may take a minute where many processes share two cores.
      await restartLater(57);
      await page.goto(opened);
      await page.locator('#incident-title').getByText('Fire').waitFor();

      await restartLater(61);
      await page.getByRole('heading', { name: 'This deeplink has expired' }).waitFor();
      // What it showed is put away.
      await settles(() => page.getByTestId('card').count(), 0);
      for (const address of [opened, url, unopened]) {
        await page.goto(address);
        await page.getByRole('heading', { name: 'This deeplink has expired' }).waitFor();
        await page.getByText('Open a new deeplink from CAD.').waitFor();
        await settles(() => page.getByTestId('card').count(), 0);
      }
    });
  });
