import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { expectJson, send } from '../e2e/http-client.ts';
import { askActive911 } from '../e2e/personal-token.ts';
import { PEOPLE } from '../e2e/sandbox.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { confirmIn, sendSignIn, signInAt } from './people.ts';
import { type Site, startApplication } from './site.ts';
import { SCREEN, type Stage } from './stage.ts';

export const active911Cases = (stage: Stage) =>
  describe("Active911's pages", () => {
    let application: Site | undefined;
    let home = '';
    before(async () => {
      application = await startApplication();
      home = application.url;
    });
    after(() => application?.close());

    const authorizeUrl = (scope: string) =>
      `${stage.url}/interface/open_api/authorize_agency.php?${new URLSearchParams({
        client_id: 'sandbox-responder',
        response_type: 'code',
        redirection_uri: home,
        scope,
        state: 'kept as it is',
      })}`;

    /** Sound in both sizes, and a screen's width again. */
    async function assertSoundThenWide(page: Page, what: string): Promise<void> {
      await assertSoundInBothThemes(page, what);
      await page.setViewportSize(SCREEN);
    }

    it('an administrator is asked by authorize_agency.php and states yes to a part', async () => {
      const page = await stage.visit({ theme: 'dark', hosts: [home] });
      await page.goto(authorizeUrl('read_agency read_alert'));
      await sendSignIn(page, ...PEOPLE.sandboxAdmin);
      await page.getByRole('heading', { name: 'Allow Sandbox Responder App?' }).waitFor();
      await page.getByText('Sandbox County 9-1-1').waitFor();
      await assertSoundThenWide(page, 'consent');
      await page.getByLabel('Read agency information').uncheck();
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
      await page.waitForURL(`${home}/?code=**`);
      const back = new URL(page.url());
      assert.deepEqual([...back.searchParams.keys()], ['code', 'state']);
      assert.equal(back.searchParams.get('state'), 'kept as it is');
      const issued = await expectJson<Record<string, string>>(stage.url, 200, {
        method: 'POST',
        path: '/interface/open_api/token.php',
        form: {
          client_id: 'sandbox-responder',
          client_secret: 'sandbox-responder-secret',
          grant_type: 'authorization_code',
          scope: 'read_agency read_alert',
          code: back.searchParams.get('code') ?? '',
        },
      });
      assert.equal(issued['scope'], 'read_alert');
    });

    it('a personal token is chosen, confirmed, shown once, renews, and ends under Access', async () => {
      const page = await stage.visit({ theme: 'dark' });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAdmin');
      await page.goto(`${stage.url}/interface/dev/oauth_gen.php`);
      await page.getByRole('heading', { name: 'Personal token' }).waitFor();
      await page.getByText('Sandbox County 9-1-1').first().waitFor();
      await assertSoundThenWide(page, 'choosing');
      await page.getByLabel('Read agency information').check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('Whoever holds the token').waitFor();
      await assertSoundThenWide(page, 'confirming');
      await page.getByRole('button', { name: 'Yes, issue the token' }).click();
      const refreshToken = (await page.getByTestId('refresh-token').textContent()) ?? '';
      await assertSoundThenWide(page, 'shown');
      const renew = { method: 'POST', path: '/interface/dev/api_access.php', form: { refresh_token: refreshToken } };
      const { access_token } = await expectJson<{ access_token: string }>(stage.url, 200, renew);
      const agency = await askActive911<{ name: string }>(stage.url, access_token, { path: '' });
      assert.equal(agency.name, 'Sandbox County 9-1-1');

      await page.goto(`${stage.url}/portal/admin/access`);
      const row = page.getByRole('row').filter({ hasText: 'Personal token' });
      await row.getByRole('button', { name: 'End access' }).click();
      await confirmIn(page, 'It ends at once', 'End access');
      await row.waitFor({ state: 'detached' });
      assert.equal((await send(stage.url, renew)).status, 400);
      assert.equal((await send(stage.url, { path: '/interface/open_api/api', token: access_token })).status, 401);
    });

    it('a no goes back as access_denied, and what must not be redirected is a page', async () => {
      const page = await stage.visit({ hosts: [home], expected: ['400 /interface/open_api'] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAdmin');
      await page.goto(authorizeUrl('read_alert'));
      await page.getByRole('button', { name: 'Do not allow' }).click();
      await page.waitForURL(`${home}/?error=access_denied**`);
      await page.goto(`${stage.url}/interface/open_api/authorize_agency.php?client_id=nobody`);
      await page.getByText('No application is registered with this client_id').waitFor();
    });
  });
