import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRequest, SamlProvider } from '../../packages/testing/src/saml-provider.ts';
import { expectJson, send } from '../e2e/http-client.ts';
import { signIn } from '../e2e/sandbox.ts';
import { assertSound, assertSoundInBothThemes } from './axe.ts';
import { signInAt } from './people.ts';
import { type Site, startSite } from './site.ts';
import { SCREEN, type Stage } from './stage.ts';

/** An agency's SAML provider on another site, whose page posts the answer at once. */
function startProvider(saml: SamlProvider): Promise<Site> {
  const person = {
    nameId: 'robin-4',
    attributes: { email: 'robin@harbor.example', givenName: 'Robin', sn: 'Vale', groups: ['dispatch'] },
  };
  return startSite(async (address) => {
    if (!address.searchParams.has('SAMLRequest')) return '<!doctype html><title>Provider</title>';
    const request = readRequest(address.href);
    return `<!doctype html><title>Provider</title><link rel="icon" href="data:,">
      <form method="post" action="${request.consumerUrl}">
      <input type="hidden" name="SAMLResponse" value="${await saml.answer(request, person)}">
      <input type="hidden" name="RelayState" value="${request.relayState}"></form>
      <script>document.forms[0].submit()</script>`;
  });
}

export const samlCases = (stage: Stage) =>
  describe('a SAML provider', () => {
    it('is set by an admin, signs somebody in from another site, back to the page they came for, and is disabled and removed once asked', async () => {
      const saml = new SamlProvider(Date.now);
      const provider = await startProvider(saml);
      try {
        const admin = await stage.visit();
        await signInAt(admin, `${stage.url}/portal/admin/single-sign-on`, 'harborAdmin');
        await admin.getByRole('button', { name: 'Add identity provider' }).click();
        const form = admin.getByRole('dialog');
        await form.getByLabel('What it speaks').selectOption('SAML 2.0');
        await form.getByRole('button', { name: 'Save' }).click();
        await form.getByText('Paste the certificate that it signs by').waitFor();
        await assertSound(admin, 'adding a SAML provider');
        await form.getByLabel('Title').fill('Harbor SAML');
        await form.getByLabel('Entity id', { exact: true }).fill('https://login.county.example/entity');
        await form.getByLabel('Sign-in address').fill(`${provider.url}/saml`);
        await form.getByLabel('Certificates').fill(saml.keys.certificate);
        await form.getByLabel('Value 1').fill('dispatch');
        await form.getByRole('button', { name: 'Save' }).click();
        await admin.getByText('Harbor SAML saved').waitFor();
        const link = admin.locator('dd').filter({ hasText: /\/sso\/[\w-]+$/ });
        const startUrl = (await link.textContent()) ?? '';

        const agent = await stage.visit({ hosts: [provider.url], tolerated: ['401 /api/'] });
        const signInAgent = async () => {
          await agent.goto(`${startUrl}?return_to=/portal/account`);
          await agent.waitForURL(`${stage.url}/portal/account`);
          await agent.getByRole('button', { name: 'Signed in as Robin Vale' }).waitFor();
        };
        const agentIsSignedOut = () =>
          agent
            .getByRole('heading', { name: 'Your session has ended' })
            .or(agent.getByLabel('Email'))
            .first()
            .waitFor();
        await signInAgent();

        // By the keyboard: that it was saved stands over the button as long as the mouse is there.
        const edit = () => admin.getByRole('button', { name: 'Edit Harbor SAML' }).press('Enter');
        await edit();
        await form.getByLabel('Entity id', { exact: true }).fill('https://login.county.example/other');
        await form.getByRole('button', { name: 'Save' }).click();
        const change = admin.getByRole('dialog', { name: 'Change the issuer of Harbor SAML' });
        await change.getByText('With another issuer or entity id, what its people have open ends').waitFor();
        await assertSound(admin, 'the question before an issuer changes');
        await change.getByRole('button', { name: 'Cancel' }).click();
        await change.waitFor({ state: 'detached' });
        await form.getByLabel('Entity id', { exact: true }).fill('https://login.county.example/entity');
        await form.getByLabel('Disabled: nobody signs in by it').check();
        await form.getByRole('button', { name: 'Save' }).click();
        const disabling = admin.getByRole('dialog', { name: 'Disable the sign-in by Harbor SAML' });
        await disabling.getByText('Nobody signs in by it any more').waitFor();
        await assertSoundInBothThemes(admin, 'the question before a provider is disabled');
        await admin.setViewportSize(SCREEN);
        await disabling.getByRole('button', { name: 'Disable' }).click();
        await disabling.waitFor({ state: 'detached' });
        await admin.getByText('Disabled', { exact: true }).waitFor();
        await agentIsSignedOut();
        await edit();
        await form.getByLabel('Disabled: nobody signs in by it').uncheck();
        await form.getByRole('button', { name: 'Save' }).click();
        await form.waitFor({ state: 'detached' });
        await signInAgent();

        await edit();
        await form.getByRole('button', { name: 'Remove' }).click();
        const question = admin.getByRole('dialog', { name: 'Remove Harbor SAML' });
        await question.getByText('Nobody signs in by it any more').waitFor();
        await assertSound(admin, 'the question before a provider is removed');
        // Escape closes the question, and not the form beneath it.
        await admin.keyboard.press('Escape');
        await question.waitFor({ state: 'detached' });
        await form.getByRole('button', { name: 'Remove' }).click();
        await question.getByRole('button', { name: 'Keep it' }).click();
        await question.waitFor({ state: 'detached' });
        await form.getByRole('button', { name: 'Remove' }).click();
        await question.getByRole('button', { name: 'Remove' }).click();
        await admin.getByText('Everybody signs in by password.').waitFor();
        await agentIsSignedOut();
      } finally {
        provider.close();
      }
    });

    it('whose removal is refused stays, and the question states why', async () => {
      const jar = await signIn(stage.url, 'harborAdmin');
      const json = { title: 'Harbor OIDC', issuer: 'https://login.county.example', client_id: 'sallyport' };
      const { id } = await expectJson<{ id: string }>(stage.url, 201, {
        ...{ method: 'POST', path: '/api/identity-providers', jar, json },
      });
      const admin = await stage.visit({ expected: [`404 /api/identity-providers/${id}`] });
      await signInAt(admin, `${stage.url}/portal/admin/single-sign-on`, 'harborAdmin');
      await admin.getByRole('button', { name: 'Edit Harbor OIDC' }).click();
      await send(stage.url, { method: 'DELETE', path: `/api/identity-providers/${id}`, jar });
      await admin.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      const question = admin.getByRole('dialog', { name: 'Remove Harbor OIDC' });
      await question.getByRole('button', { name: 'Remove' }).click();
      await question.getByRole('alert').getByText('The agency has no identity provider with this id').waitFor();
      await assertSoundInBothThemes(admin, 'a removal of a provider that is refused');
      await question.getByRole('button', { name: 'Keep it' }).click();
      await question.waitFor({ state: 'detached' });
      assert.equal(await admin.getByRole('alert').count(), 0);
    });
  });
