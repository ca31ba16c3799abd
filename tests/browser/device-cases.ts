import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as client from 'openid-client';
import type { Page } from 'playwright-core';
import { PEOPLE } from '../e2e/sandbox.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { confirmIn, sendSignIn, signInAt } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
}

const question = (page: Page) => page.getByRole('heading', { name: 'Allow Sandbox Responder App?' }).waitFor();

export const deviceCases = (stage: Stage) =>
  describe('a device', () => {
    /** A terminal of the sandbox's responder application: what it shows, and how it asks for its tokens. */
    async function newTerminal() {
      const config = await client.discovery(
        new URL(stage.url),
        'sandbox-responder',
        undefined,
        client.ClientSecretBasic('sandbox-responder-secret'),
        { algorithm: 'oauth2', execute: [client.allowInsecureRequests] },
      );
      const shown = await client.initiateDeviceAuthorization(config, { scope: 'read_agency read_alert' });
      const tokens = () => client.genericGrantRequest(config, DEVICE_CODE_GRANT, { device_code: shown.device_code });
      return { config, shown, tokens };
    }

    it('an administrator opens the link, signs in, compares the code, allows a part and ends it once asked', async () => {
      const { config, shown, tokens } = await newTerminal();
      const page = await stage.visit();
      await page.goto(shown.verification_uri_complete ?? '');
      await sendSignIn(page, ...PEOPLE.sandboxAdmin);
      await settles(() => page.getByLabel('Code', { exact: true }).inputValue(), shown.user_code);
      await page.getByRole('button', { name: 'Continue' }).click();
      await question(page);
      await page.getByText(shown.user_code, { exact: true }).waitFor();
      await page.getByText('Is this code on a device in front of you?').waitFor();
      await page.getByText('the Sallyport sandbox').waitFor();
      await page.getByText('Sandbox County 9-1-1').waitFor();
      await page.getByLabel('Read agency information').uncheck();
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
      await page.getByRole('heading', { name: 'Allowed', exact: true }).waitFor();
      const issued = await tokens();
      assert.equal(issued.scope, 'read_alert');

      await page.goto(`${stage.url}/portal/admin/access`);
      const row = page.getByRole('row').filter({ hasText: 'Sandbox Responder App' });
      await row.getByText('Read all alerts').waitFor();
      await row.getByRole('button', { name: 'End access' }).click();
      await confirmIn(page, 'Its tokens end at once', 'End access');
      await page.getByText('No application has access.').waitFor();
      assert.equal((await client.tokenIntrospection(config, issued.access_token)).active, false);
      await assert.rejects(client.refreshTokenGrant(config, issued.refresh_token ?? ''), { error: 'invalid_grant' });
    });

    it('a wrong code is stated to be wrong, the right one is taken in small letters without its dash, and a no is a no', async () => {
      const { shown, tokens } = await newTerminal();
      const page = await stage.visit({ expected: ['404 /api/device-authorizations'] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAdmin');
      await page.goto(shown.verification_uri);
      await typeCode(page, 'BBBB-BBBB');
      await page.getByRole('alert').getByText('No device waits for an answer under this code').waitFor();
      await typeCode(page, ` ${shown.user_code.toLowerCase().replace('-', '')} `);
      await question(page);
      await page.getByRole('button', { name: 'Type another code' }).click();
      await typeCode(page, shown.user_code);
      await question(page);
      await page.getByRole('button', { name: 'Do not allow' }).click();
      await page.getByRole('heading', { name: 'Not allowed' }).waitFor();
      await assert.rejects(tokens(), { error: 'access_denied' });
    });

    it('an agent cannot allow it, and somebody else can sign in instead and finds the code where it was', async () => {
      const { shown } = await newTerminal();
      const page = await stage.visit({ expected: ['403 /api/device-authorizations'] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      await page.goto(shown.verification_uri_complete ?? '');
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('alert').getByText('Only an administrator may do this').waitFor();
      await page.getByRole('button', { name: 'Sign in as someone else' }).click();
      await sendSignIn(page, ...PEOPLE.sandboxAdmin);
      await page.getByRole('button', { name: 'Continue' }).click();
      await question(page);
    });

    it('is accessible at every step', async () => {
      const { shown } = await newTerminal();
      const page = await stage.visit({ theme: 'dark', expected: ['404 /api/device-authorizations'] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAdmin');
      await page.goto(shown.verification_uri);
      await page.getByRole('heading', { name: 'Connect a device' }).waitFor();
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      await assertSoundInBothThemes(page, 'device code');
      await typeCode(page, 'BBBB-BBBB');
      await page.getByRole('alert').waitFor();
      await assertSoundInBothThemes(page, 'wrong device code');
      await typeCode(page, shown.user_code);
      await question(page);
      await assertSoundInBothThemes(page, 'device question');
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
      await page.getByRole('heading', { name: 'Allowed', exact: true }).waitFor();
      await assertSoundInBothThemes(page, 'device allowed');
    });
  });
