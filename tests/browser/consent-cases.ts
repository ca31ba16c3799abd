import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as client from 'openid-client';
import { PEOPLE } from '../e2e/sandbox.ts';
import { assertFits, assertSound, assertSoundInBothThemes } from './axe.ts';
import { confirmIn, sendSignIn, signInAt } from './people.ts';
import { type Site, startApplication } from './site.ts';
import { NARROW, type Stage } from './stage.ts';

export const consentCases = (stage: Stage) =>
  describe('consent', () => {
    let application: Site | undefined;
    let home = '';
    before(async () => {
      application = await startApplication();
      home = application.url;
    });
    after(() => application?.close());

    /** What the application opens, and what it does when the browser is back. */
    async function newAuthorization() {
      const config = await client.discovery(
        new URL(stage.url),
        'sandbox-responder',
        undefined,
        client.ClientSecretBasic('sandbox-responder-secret'),
        { algorithm: 'oauth2', execute: [client.allowInsecureRequests] },
      );
      const pkceCodeVerifier = client.randomPKCECodeVerifier();
      const expectedState = client.randomState();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: `${home}/back`,
        scope: 'read_agency read_alert',
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
        state: expectedState,
      });
      const tokens = (back: string) =>
        client.authorizationCodeGrant(config, new URL(back), { pkceCodeVerifier, expectedState });
      return { config, url: url.href, tokens };
    }

    it('who signs in to a web application the agency allowed goes back to it, asked only to confirm or to sign in anew', async () => {
      const config = await client.discovery(
        new URL(stage.url),
        'sandbox-web-app',
        undefined,
        client.ClientSecretBasic('sandbox-web-app-secret'),
        { execute: [client.allowInsecureRequests] },
      );
      const pkceCodeVerifier = client.randomPKCECodeVerifier();
      const code_challenge = await client.calculatePKCECodeChallenge(pkceCodeVerifier);
      const urlOf = (prompt: Record<string, string>) =>
        client.buildAuthorizationUrl(config, {
          redirect_uri: `${home}/back`,
          scope: 'openid email',
          code_challenge,
          code_challenge_method: 'S256',
          ...prompt,
        }).href;
      const redeem = (back: string) => client.authorizationCodeGrant(config, new URL(back), { pkceCodeVerifier });

      const page = await stage.visit({ hosts: [home] });
      await page.goto(urlOf({}));
      await sendSignIn(page, ...PEOPLE.sandboxAdmin);
      await page.getByRole('heading', { name: 'Allow Sandbox Web App?' }).waitFor();
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
      await page.waitForURL(`${home}/back**`);
      const { id_token: ofAdmin = '' } = await redeem(page.url());

      const seat = await stage.visit({ hosts: [home] });
      await seat.goto(urlOf({}));
      await sendSignIn(seat, ...PEOPLE.sandboxAgent);
      await seat.waitForURL(`${home}/back**`);
      const first = (await redeem(seat.url())).claims();

      await seat.goto(urlOf({ prompt: 'consent' }));
      await seat.getByRole('heading', { name: 'Sign in to Sandbox Web App?' }).waitFor();
      await assertSound(seat, 'the question whether to go on');
      await seat.getByRole('button', { name: 'Go on to Sandbox Web App' }).click();
      await seat.waitForURL(`${home}/back**`);

      await seat.goto(urlOf({ prompt: 'login' }));
      await seat.getByRole('button', { name: 'Sign in again' }).click();
      await sendSignIn(seat, ...PEOPLE.sandboxAgent);
      await seat.waitForURL(`${home}/back**`);
      const again = (await redeem(seat.url())).claims();
      assert.equal(again?.sub, first?.sub);
      assert.ok(Number(again?.auth_time) >= Number(first?.auth_time));

      await seat.goto(urlOf({ id_token_hint: ofAdmin, prompt: 'none' }));
      await seat.waitForURL(`${home}/back?error=login_required**`);
      await seat.goto(urlOf({ id_token_hint: ofAdmin }));
      await seat.getByText('Sandbox Web App expects another person than you.').waitFor();
      await assertSoundInBothThemes(seat, 'an application that expects another person');
      await seat.setViewportSize(NARROW);
      await assertFits(seat, 'an application that expects another person at 360 px');
      await seat.getByRole('button', { name: 'Sign in as someone else' }).click();
      await sendSignIn(seat, ...PEOPLE.sandboxAdmin);
      await seat.waitForURL(`${home}/back?code=**`);

      await page.goto(`${stage.url}/portal/admin/access`);
      await page
        .getByRole('row')
        .filter({ hasText: 'Sandbox Web App' })
        .getByRole('button', { name: 'End access' })
        .click();
      await confirmIn(page, 'Its tokens end at once', 'End access');
      await page.getByText('No application has access.').waitFor();
    });

    it('who is sent to sign out without proof of the session is asked, and stays where they do not want to', async () => {
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      const leaving = `${stage.url}/oauth/logout?client_id=sandbox-web-app&state=here`;
      await page.goto(leaving);
      await page.getByRole('heading', { name: 'Sign out of Sallyport?' }).waitFor();
      await page.getByRole('link', { name: 'Stay signed in' }).click();
      await page.waitForURL(`${stage.url}/portal`);
      await page.goto(leaving);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(`${stage.url}/portal/sign-out`);
      await page.getByRole('heading', { name: 'Signed out' }).waitFor();
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.waitForURL(`${stage.url}/portal/sign-in`);
    });

    it('an administrator signs in, allows a part, and ends it once asked; the next call fails', async () => {
      const { config, url, tokens } = await newAuthorization();
      const page = await stage.visit({ hosts: [home] });
      await page.goto(url);
      await sendSignIn(page, ...PEOPLE.sandboxAdmin);
      await page.getByRole('heading', { name: 'Allow Sandbox Responder App?' }).waitFor();
      await page.getByText('Sandbox County 9-1-1').waitFor();
      await page.getByLabel('Read agency information').uncheck();
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
      await page.waitForURL(`${home}/back**`);
      const issued = await tokens(page.url());
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

    it('a no goes back to the application as access_denied', async () => {
      const { url, tokens } = await newAuthorization();
      const page = await stage.visit({ hosts: [home] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAdmin');
      await page.goto(url);
      await page.getByRole('button', { name: 'Do not allow' }).click();
      await page.waitForURL(`${home}/back**`);
      await assert.rejects(tokens(page.url()), { error: 'access_denied' });
    });

    it('an agent cannot allow it, and somebody else can sign in instead', async () => {
      const { url } = await newAuthorization();
      const page = await stage.visit({ hosts: [home], expected: ['403 /api/authorizations'] });
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      await page.goto(url);
      await page.getByRole('heading', { name: 'This request cannot be answered' }).waitFor();
      await page.getByRole('button', { name: 'Sign in as someone else' }).click();
      await sendSignIn(page, ...PEOPLE.sandboxAdmin);
      await page.getByRole('heading', { name: 'Allow Sandbox Responder App?' }).waitFor();
    });

    for (const theme of ['dark', 'light'] as const) {
      it(`a request that must not be redirected is a page, accessible in ${theme}`, async () => {
        const page = await stage.visit({ expected: ['400 /oauth/authorize'] });
        await page.emulateMedia({ colorScheme: theme });
        for (const [query, sentence] of [
          ['client_id=nobody', 'No application is registered with this client_id'],
          ['client_id=sandbox-responder&redirect_uri=https://evil.test/', 'This redirect_uri is not registered'],
          [
            'client_id=sandbox-responder&request_uri=urn:ietf:params:oauth:request_uri:spent',
            'The request_uri is not valid',
          ],
        ] as const) {
          await page.goto(`${stage.url}/oauth/authorize?${query}`);
          await page.getByText(sentence).waitFor();
          await assertSound(page, `refused: ${query}, ${theme}`);
        }
      });
    }
  });
