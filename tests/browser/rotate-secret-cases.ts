import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { send } from '../e2e/http-client.ts';
import { confirmIn, signInAt } from './people.ts';
import type { Stage } from './stage.ts';

export const rotateSecretCases = (stage: Stage) =>
  describe('secrets of clients', () => {
    async function tokenStatus(clientSecret: string): Promise<number> {
      const form = { grant_type: 'client_credentials', client_id: 'sandbox-cad', client_secret: clientSecret };
      return (await send(stage.url, { method: 'POST', path: '/oauth/token', form })).status;
    }

    it('replaces a secret without an outage: both work until the old one is removed', async () => {
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/clients`, 'sandboxAdmin');
      const client = page.getByRole('article', { name: 'Sandbox CAD', exact: true });
      await client.getByRole('button', { name: 'New secret' }).click();
      const secret = (await page.getByTestId('client-secret').textContent()) ?? '';
      await page.mouse.click(5, 5);
      await page.getByTestId('client-secret').getByText(secret).waitFor();
      await page.getByRole('button', { name: 'Done' }).click();
      await page.getByTestId('client-secret').waitFor({ state: 'detached' });
      assert.ok(!(await page.content()).includes(secret), 'the secret is shown once');
      await client.getByText('Two secrets are valid.').waitFor();
      await client.getByRole('button', { name: 'New secret', disabled: true }).waitFor();
      assert.deepEqual(await Promise.all([secret, 'sandbox-cad-secret'].map(tokenStatus)), [200, 200]);

      await client.getByRole('button', { name: 'Remove' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Remove secret' });
      await dialog.getByText('Access tokens it got before stay good until they run out').waitFor();
      await dialog.getByRole('button', { name: 'Keep it' }).click();
      assert.equal(await tokenStatus('sandbox-cad-secret'), 200);
      await client.getByRole('button', { name: 'Remove' }).first().click();
      await dialog.getByRole('button', { name: 'Remove secret' }).click();
      await page.getByText('Secret of Sandbox CAD removed.').waitFor();
      assert.deepEqual(await Promise.all([secret, 'sandbox-cad-secret'].map(tokenStatus)), [200, 401]);
    });

    it('disables a client, whose tokens stop at once, and enables it again', async () => {
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/clients`, 'sandboxAdmin');
      const client = page.getByRole('article', { name: 'Sandbox Prepared CAD', exact: true });
      const askForToken = async () => {
        const credentials = { client_id: 'sandbox-prepared-cad', client_secret: 'sandbox-prepared-cad-secret' };
        const form = { grant_type: 'client_credentials', ...credentials };
        return (await send(stage.url, { method: 'POST', path: '/oauth/token', form })).status;
      };
      await client.getByRole('button', { name: 'Disable' }).click();
      await confirmIn(page, 'Sandbox Prepared CAD is refused at once', 'Disable');
      await client.getByRole('button', { name: 'Enable' }).waitFor();
      assert.equal(await askForToken(), 401);
      await client.getByRole('button', { name: 'Enable' }).click();
      await client.getByRole('button', { name: 'Disable' }).waitFor();
      assert.equal(await askForToken(), 200);
    });
  });
