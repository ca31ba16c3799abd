import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { send } from '../e2e/http-client.ts';
import { seesNoAdmin, sendSignIn, signInAt, userRow } from './people.ts';
import type { Stage } from './stage.ts';

const PASSWORD = 'harvest canoe 41 lantern';

interface NewUser {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly role: 'Agent' | 'Admin';
}

async function addUser(admin: Page, { first, last, email, role }: NewUser): Promise<void> {
  await admin.getByRole('button', { name: 'Add User' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Add User' });
  await dialog.getByLabel('First name').fill(first);
  await dialog.getByLabel('Last name').fill(last);
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByLabel('Role').selectOption(role);
  await dialog.getByRole('button', { name: 'Save' }).click();
}

async function shownLink(admin: Page): Promise<string> {
  const link = (await admin.getByTestId('password-link').textContent()) ?? '';
  await admin.getByRole('button', { name: 'Done' }).click();
  await admin.getByTestId('password-link').waitFor({ state: 'detached' });
  return link;
}

async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('Type it again').fill(password);
  await page.getByRole('button', { name: 'Set password' }).click();
}

export const addUserCases = (stage: Stage) =>
  describe('adding a user', () => {
    async function passwordGrant(username: string, password: string): Promise<number> {
      const client = { client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret' };
      const form = { grant_type: 'password', ...client, username, password };
      return (await send(stage.url, { method: 'POST', path: '/oauth/v2/token', form })).status;
    }

    it("adds a user, whose one-time link leads to a password, the first sign-in, and the CAD's password grant", async () => {
      const admin = await stage.visit();
      await signInAt(admin, `${stage.url}/portal`, 'sandboxAdmin');
      await admin.getByRole('link', { name: 'Admin' }).click();
      await admin.getByRole('link', { name: 'Users' }).click();
      const email = 'dana.keeper@sandbox.test';
      await addUser(admin, { first: 'Dana', last: 'Keeper', email, role: 'Agent' });
      const link = await shownLink(admin);
      await userRow(admin, email).getByText('Invited, no password yet').waitFor();
      assert.equal(await passwordGrant(email, PASSWORD), 401);

      const dana = await stage.visit({ expected: ['400 /api/password'] });
      await dana.goto(link);
      await dana.getByText(`Welcome, Dana. Choose a password for ${email} at Sandbox County 9-1-1.`).waitFor();
      await choosePassword(dana, 'too short');
      await dana.getByText('Use at least 12 characters').waitFor();
      await choosePassword(dana, 'letmeinplease');
      await dana.getByRole('alert').getByText('among the first that are guessed').waitFor();
      await choosePassword(dana, 'Dana-Keeper!26');
      await dana.getByRole('alert').getByText('made of your own name or address').waitFor();
      await choosePassword(dana, PASSWORD);
      await dana.getByRole('heading', { name: 'Password set' }).waitFor();
      await dana.getByRole('link', { name: 'Sign in' }).click();
      await sendSignIn(dana, email, PASSWORD);
      await dana.getByRole('button', { name: 'Signed in as Dana Keeper' }).waitFor();
      await seesNoAdmin(dana);

      assert.equal(await passwordGrant(email, PASSWORD), 200);
      await admin.reload();
      await userRow(admin, email).getByText('Active').waitFor();
    });

    it('lets a one-time link be used once, and a newer link end an older one', async () => {
      const admin = await stage.visit();
      await signInAt(admin, `${stage.url}/portal/admin/users`, 'sandboxAdmin');
      const email = 'kim.porter@sandbox.test';
      await addUser(admin, { first: 'Kim', last: 'Porter', email, role: 'Agent' });
      const older = await shownLink(admin);
      await userRow(admin, email).getByRole('button', { name: 'New password link' }).click();
      const newer = await shownLink(admin);

      const page = await stage.visit({ expected: ['/api/password-link/check'] });
      for (const { link, isGood } of [
        { link: older, isGood: false },
        { link: newer, isGood: true },
        { link: newer, isGood: false },
      ]) {
        await page.goto('about:blank');
        await page.goto(link);
        if (isGood) {
          await choosePassword(page, PASSWORD);
          await page.getByRole('heading', { name: 'Password set' }).waitFor();
        } else {
          await page.getByRole('heading', { name: 'This link cannot be used' }).waitFor();
        }
      }
    });

    it('states what is missing before anything is sent, and why the server refuses', async () => {
      const admin = await stage.visit({ expected: ['409 /api/users'] });
      await signInAt(admin, `${stage.url}/portal/admin/users`, 'sandboxAdmin');
      await addUser(admin, { first: ' ', last: '', email: 'not an address', role: 'Agent' });
      const dialog = admin.getByRole('dialog', { name: 'Add User' });
      for (const reason of ['Enter a first name', 'Enter a last name', 'Enter an e-mail address']) {
        await dialog.getByText(reason).waitFor();
      }
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await addUser(admin, { first: 'Sam', last: 'Agent', email: 'AGENT@sandbox.test', role: 'Agent' });
      await dialog.getByRole('alert').getByText('Refused').waitFor();
    });

    it('adds an admin, who may administer from the first sign-in on', async () => {
      const admin = await stage.visit();
      await signInAt(admin, `${stage.url}/portal/admin/users`, 'sandboxAdmin');
      const email = 'lee.warden@sandbox.test';
      await addUser(admin, { first: 'Lee', last: 'Warden', email, role: 'Admin' });
      const link = await shownLink(admin);
      const lee = await stage.visit();
      await lee.goto(link);
      await choosePassword(lee, PASSWORD);
      await lee.getByRole('link', { name: 'Sign in' }).click();
      await sendSignIn(lee, email, PASSWORD);
      await lee.getByRole('link', { name: 'Admin' }).click();
      await userRow(lee, email).getByRole('cell', { name: 'Admin', exact: true }).waitFor();
    });
  });
