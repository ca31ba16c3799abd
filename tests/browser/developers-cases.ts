import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { PNG } from '../e2e/developer-cases.ts';
import { expectJson, send } from '../e2e/http-client.ts';
import { PEOPLE } from '../e2e/sandbox.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { confirmIn, sendSignIn, signInAt } from './people.ts';
import { settles } from './settles.ts';
import { type Site, startApplication } from './site.ts';
import { SCREEN, type Stage } from './stage.ts';

const PASSWORD = 'plain copper kettle 58';
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

async function register(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Register an application' }).click();
  await page.getByLabel('Application name').fill(name);
  await page.getByLabel('Company').fill('Board Studio');
  await page.getByLabel('Contact name').fill('Noor Builder');
  await page.getByLabel('Contact e-mail').fill('noor@studio.test');
  await page.getByLabel('Contact phone').fill('(212) 555-0142');
  await page.getByLabel('Redirect URIs').fill('http://127.0.0.1/back');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name, exact: true }).waitFor();
}

/** Chooses a file as a person does, in the browser's own dialog. */
async function upload(page: Page, label: string, file: { name: string; mimeType: string; buffer: Buffer }) {
  const chosen = page.waitForEvent('filechooser');
  await page.getByLabel(label).click();
  await (await chosen).setFiles(file);
}

async function uploadBoth(page: Page): Promise<void> {
  await upload(page, 'Photo ID of the contact', { name: 'me.png', mimeType: 'image/png', buffer: Buffer.from(PNG) });
  await page.getByTestId('uploaded-photo_id').getByText('image/png').waitFor();
  await upload(page, 'Proof of business', { name: '../../licence.pdf', mimeType: 'application/pdf', buffer: PDF });
  await page.getByTestId('uploaded-proof_of_business').getByText('application/pdf').waitFor();
}

const stateIs = (page: Page, text: string) => page.getByTestId('application-state').getByText(text).waitFor();

export const developersCases = (stage: Stage) =>
  describe('developers', () => {
    let application: Site | undefined;
    let home = '';
    before(async () => {
      application = await startApplication('127.0.0.1');
      home = application.url;
    });
    after(() => application?.close());

    async function signUp(page: Page, email: string): Promise<void> {
      await page.goto(`${stage.url}/developers`);
      await page.getByRole('link', { name: 'Sign up as a developer' }).click();
      await page.getByLabel('Name').fill('Noor Builder');
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign up' }).click();
      await page.getByRole('link', { name: 'Confirm your account' }).click();
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByRole('link', { name: 'Sign in' }).click();
      await sendSignIn(page, email, PASSWORD);
      await page.getByRole('heading', { name: 'Your applications' }).waitFor();
    }

    /** An agency's administrator allows the client, which then gets its token with PKCE. */
    async function authorize(page: Page, clientId: string, secret: string): Promise<string> {
      const codeVerifier = randomBytes(32).toString('base64url');
      const query = new URLSearchParams({
        client_id: clientId,
        redirect_uri: `${home}/back`,
        response_type: 'code',
        scope: 'read_agency read_alert',
        code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
      await page.goto(`${stage.url}/oauth/authorize?${query}`);
      await sendSignIn(page, ...PEOPLE.sandboxAdmin);
      await page.getByText('of Board Studio').waitFor();
      await page.getByRole('button', { name: 'Allow', exact: true }).click();
      await page.waitForURL(`${home}/back**`);
      const { access_token } = await expectJson<{ access_token: string }>(stage.url, 200, {
        method: 'POST',
        path: '/oauth/token',
        form: {
          grant_type: 'authorization_code',
          client_id: clientId,
          client_secret: secret,
          code: new URL(page.url()).searchParams.get('code') ?? '',
          code_verifier: codeVerifier,
          redirect_uri: `${home}/back`,
        },
      });
      return access_token;
    }

    it('a developer registers and uploads, is asked for more and approved; an agency allows the application and ends it', async () => {
      const page = await stage.visit();
      await signUp(page, 'noor@studio.test');
      await register(page, 'Station Board');
      await stateIs(page, 'Draft');
      await uploadBoth(page);
      await page.getByRole('button', { name: 'Submit for review' }).click();
      await stateIs(page, 'Under review');

      const review = await stage.visit();
      await signInAt(review, `${stage.url}/portal/admin/applications`, 'operator');
      await review.getByRole('link', { name: 'Station Board', exact: true }).click();
      await review.getByRole('button', { name: 'Show Photo ID of the contact' }).click();
      const picture = review.getByRole('img', { name: 'Photo ID of the contact of Noor Builder' });
      await picture.waitFor();
      await settles(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth), 1);
      await review.keyboard.press('Escape');
      const download = review.waitForEvent('download');
      await review.getByRole('link', { name: 'Download Proof of business' }).click();
      assert.equal((await download).suggestedFilename(), 'proof-of-business.pdf');
      await review.getByLabel('What the developer reads').fill('The licence is of last year');
      await review.getByRole('button', { name: 'Ask for more' }).click();
      await stateIs(review, 'More is asked for');

      await page.reload();
      await page.getByText('The licence is of last year').first().waitFor();
      await page.getByRole('button', { name: 'Submit for review' }).click();
      await stateIs(page, 'Under review');
      await review.reload();
      await review.getByRole('button', { name: 'Approve' }).click();
      await review.getByRole('button', { name: 'I have seen them: approve' }).click();
      await stateIs(review, 'Approved');

      await page.reload();
      await page.getByRole('button', { name: 'Reveal the secret' }).click();
      const secret = (await page.getByTestId('client-secret').textContent()) ?? '';
      await page.getByText('station-board', { exact: true }).waitFor();
      await page.getByText(`${stage.url}/interface/open_api/token.php`, { exact: true }).waitFor();
      for (const text of [`CLIENT_SECRET='${secret}'`, "CLIENT_ID='station-board'"]) {
        await page.getByTestId('sample').filter({ hasText: text }).waitFor();
      }

      const agency = await stage.visit({ hosts: [home] });
      const token = await authorize(agency, 'station-board', secret);
      const readAgency = async () => (await send(stage.url, { path: '/interface/open_api/api', token })).status;
      assert.equal(await readAgency(), 200);
      await agency.goto(`${stage.url}/portal/admin/access`);
      const granted = agency.getByRole('row').filter({ hasText: 'Station Board' });
      await granted.getByRole('button', { name: 'End access' }).click();
      await confirmIn(agency, 'Its tokens end at once', 'End access');
      await agency.getByText('Access of Station Board ended.').waitFor();
      assert.equal(await readAgency(), 401);

      const form = {
        grant_type: 'refresh_token',
        refresh_token: 'x',
        client_id: 'station-board',
        client_secret: 'wrong',
      };
      assert.equal((await send(stage.url, { method: 'POST', path: '/oauth/token', form })).status, 401);
      await page.reload();
      await page.getByText('no valid secret of the client matches').waitFor();

      await page.getByLabel('Ask an agency').selectOption({ label: 'Harbor City Dispatch' });
      await page.getByLabel('What for').fill('Boards in your stations');
      await page.getByRole('button', { name: 'Ask the agency' }).click();
      await page.getByText('Not answered yet').waitFor();
      const harbor = await stage.visit();
      await signInAt(harbor, `${stage.url}/portal/admin/clients`, 'harborAdmin');
      await harbor.getByRole('heading', { name: 'Station Board asks to work with this agency' }).waitFor();
      await harbor.getByRole('button', { name: 'New client' }).click();
      await harbor.getByLabel('Application', { exact: true }).selectOption({ label: 'Station Board, Board Studio' });
      await harbor.getByRole('button', { name: 'Create client' }).click();
      const issued = (await harbor.getByTestId('client-secret').textContent()) ?? '';
      await harbor.getByRole('button', { name: 'Done' }).click();
      await harbor.getByText('station-board-harbor-city').first().waitFor();
      const own = { client_id: 'station-board-harbor-city', client_secret: issued, grant_type: 'client_credentials' };
      await expectJson(stage.url, 200, { method: 'POST', path: '/oauth/token', form: own });
      await page.reload();
      await page.getByText('Agreed').first().waitFor();
    });

    it('a developer is notified what is wrong with a file, and nothing of it is kept', async () => {
      const page = await stage.visit({ expected: ['400 /api/developer/applications'] });
      await signUp(page, 'wrong-file@studio.test');
      await register(page, 'Wrong File');
      const file = { name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') };
      await upload(page, 'Photo ID of the contact', file);
      await page.getByRole('alert').getByText('must be a whole PDF, PNG or JPEG').waitFor();
      await page.getByTestId('uploaded-photo_id').getByText('Not uploaded yet').waitFor();
    });

    it('a developer signs in and begins a registration by the keyboard alone', async () => {
      const page = await stage.visit();
      await page.goto(`${stage.url}/developers`);
      await page.locator('input[type=email]:focus').waitFor();
      await page.keyboard.type('developer@sandbox.test');
      await page.keyboard.press('Tab');
      await page.keyboard.type('sandbox-developer-911');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Your applications' }).waitFor();
      const link = page.getByRole('link', { name: 'Register an application' });
      for (let tabs = 0; tabs < 12 && !(await link.evaluate((it) => it.matches(':focus'))); tabs += 1) {
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Register an application' }).waitFor();
    });

    it('every page of developers and of those who answer them is accessible', async () => {
      const page = await stage.visit({ theme: 'dark' });
      const stands = async (what: string, at: Page = page) => {
        await assertSoundInBothThemes(at, `${what}`);
        await at.setViewportSize(SCREEN);
      };
      await page.goto(`${stage.url}/developers/sign-in`);
      await page.getByRole('heading', { name: 'Developers' }).waitFor();
      await stands('developer sign-in');
      await page.goto(`${stage.url}/developers/sign-up`);
      await page.getByRole('heading', { name: 'Sign up as a developer' }).waitFor();
      await stands('sign-up');
      await page.goto(`${stage.url}/developers/confirm#x`);
      await page.getByRole('heading', { name: 'Confirm your account' }).waitFor();
      await stands('confirm');
      const name = 'Sound';
      await signUp(page, 'sound@studio.test');
      await stands('no applications');
      await register(page, name);
      await uploadBoth(page);
      await stands('draft');
      await page.getByRole('button', { name: 'Submit for review' }).click();
      await stateIs(page, 'Under review');
      await stands('under review');

      const review = await stage.visit({ theme: 'dark' });
      await signInAt(review, `${stage.url}/portal/admin/applications`, 'operator');
      await review.getByRole('link', { name }).waitFor();
      await stands('applications', review);
      await review.getByRole('link', { name }).click();
      await review.getByRole('button', { name: 'Approve' }).waitFor();
      await stands('review', review);
      await review.getByRole('button', { name: 'Show Photo ID of the contact' }).click();
      await review.getByRole('img', { name: 'Photo ID of the contact of Noor Builder' }).waitFor();
      await stands('document', review);
      await review.keyboard.press('Escape');
      await review.getByRole('button', { name: 'Approve' }).click();
      const asked = review.getByRole('dialog', { name: 'Were the documents opened?' });
      await asked.getByText('Not opened on this page: Proof of business').waitFor();
      await stands('what was not opened', review);
      await asked.getByRole('button', { name: 'I have seen them: approve' }).click();
      await stateIs(review, 'Approved');

      await page.reload();
      await page.getByRole('button', { name: 'Reveal the secret' }).click();
      await page.getByTestId('client-secret').waitFor();
      await page.getByLabel('Ask an agency').selectOption({ label: 'Sandbox County 9-1-1' });
      await page.getByLabel('What for').fill('Boards in your stations');
      await page.getByRole('button', { name: 'Ask the agency' }).click();
      await page.getByText('Not answered yet').waitFor();
      await stands('approved');
      await page.getByRole('button', { name: 'Make a second secret' }).click();
      const remove = page.getByRole('button', { name: 'Remove secret' });
      await settles(() => remove.count(), 2);
      await remove.first().click();
      const question = page.getByRole('dialog', { name: 'Remove secret' });
      await question.getByText(`${name} can no longer get tokens with the secret of`).waitFor();
      await question.getByText('stay good until they run out, also once it is removed.').waitFor();
      await stands('the question before a secret is removed');
      await question.getByRole('button', { name: 'Keep it' }).click();
      await question.waitFor({ state: 'detached' });
      assert.equal(await remove.count(), 2);
      await remove.first().click();
      await question.getByRole('button', { name: 'Remove secret' }).click();
      await settles(() => remove.count(), 0);
      await question.waitFor({ state: 'detached' });
      await page.getByText(/^Secret made .*never used$/).waitFor();
      await page.goto(`${stage.url}/developers`);
      await page.getByRole('link', { name }).waitFor();
      await stands('applications of a developer');

      const agency = await stage.visit({ theme: 'dark' });
      await signInAt(agency, `${stage.url}/portal/admin/clients`, 'sandboxAdmin');
      await agency.getByRole('heading', { name: `${name} asks to work with this agency` }).waitFor();
      await stands('clients with a request', agency);
      await agency.getByRole('button', { name: 'New client' }).click();
      await agency.getByRole('dialog').getByLabel('Integration').waitFor();
      await stands('new client', agency);
    });
  });
