import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { signInAt } from './people.ts';
import { type Site, startSite } from './site.ts';
import type { Stage } from './stage.ts';

/** A CAD's own page with a panel for deeplinks. */
const startCad = () =>
  startSite((address) => {
    const panel = address.searchParams.get('panel') ?? '';
    return `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>CAD</title>
      <iframe title="Caller" width="430" height="700" src="${panel.replaceAll('"', '')}"></iframe></html>`;
  });

export const deeplinkInFrameCases = (stage: Stage) =>
  describe('a deeplink in a frame', () => {
    const sites: Site[] = [];
    let cad = '';
    let stranger = '';

    async function deeplinkOf(type: string): Promise<string> {
      const caller = newCaller();
      await sendAlert(stage.url, { phone: caller.number, type });
      return newDeeplink(stage.url, { query: caller.number, view: 'cards' });
    }

    before(async () => {
      for (let count = 0; count < 2; count += 1) sites.push(await startCad());
      [cad = '', stranger = ''] = sites.map(({ url }) => url);
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/clients`, 'sandboxAdmin');
      const client = page.getByRole('article', { name: 'Sandbox CAD', exact: true });
      await client.getByLabel('Sites that may embed deeplinks').fill(`https://cad.example.test\n${cad}`);
      await client.getByRole('button', { name: 'Save deeplink settings' }).click();
      await page.getByText('Sandbox CAD saved.').first().waitFor();
    });

    after(() => {
      for (const site of sites) site.close();
    });

    it('opens signed in inside a frame of a registered site, and survives reloads of the frame and of the site', async () => {
      const url = await deeplinkOf('FIRE');
      const page = await stage.visit({ hosts: [cad] });
      await page.goto(`${cad}/?panel=${encodeURIComponent(url)}`);
      const panel = page.frameLocator('iframe');
      await panel.locator('#incident-title').getByText('Fire').waitFor();
      const frame = page.frames()[1];
      assert.ok(frame !== undefined);
      assert.match(new URL(frame.url()).pathname, /^\/portal\/deeplink\//);
      const cookies = await page.context().cookies();
      assert.deepEqual(
        cookies.map(({ name, secure, sameSite, httpOnly }) => ({ name, secure, sameSite, httpOnly })),
        [{ name: 'sallyport_browser', secure: true, sameSite: 'None', httpOnly: true }],
      );

      const reloaded = frame.waitForNavigation();
      await frame.evaluate(() => location.reload());
      await reloaded;
      await panel.locator('#incident-title').getByText('Fire').waitFor();
      await page.reload();
      await panel.locator('#incident-title').getByText('Fire').waitFor();
    });

    it('is blocked in a frame of a site that is not registered, and that spends nothing', async () => {
      const url = await deeplinkOf('MEDICAL');
      const page = await stage.visit({ hosts: [stranger], expected: ['frame-ancestors'] });
      const blocked = page.waitForEvent('framenavigated', (frame) => frame.url() === 'chrome-error://chromewebdata/');
      await page.goto(`${stranger}/?panel=${encodeURIComponent(url)}`);
      await blocked;
      assert.equal(page.frames().length, 2);

      const dispatcher = await stage.visit();
      await dispatcher.goto(url);
      await dispatcher.locator('#incident-title').getByText('Medical').waitFor();
    });

    it('lets no site frame the sign-in page or the portal, not even a registered one', async () => {
      const answers = await Promise.all(
        ['/portal', '/portal/sign-in', '/portal/admin/users', '/portal/set-password'].map((path) =>
          fetch(stage.url + path),
        ),
      );
      for (const answer of answers) {
        assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
      }
    });
  });
