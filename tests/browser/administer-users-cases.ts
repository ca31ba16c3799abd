import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectJson, send } from '../e2e/http-client.ts';
import { PEOPLE, signIn } from '../e2e/sandbox.ts';
import { openStoredRows } from '../e2e/stored-rows.ts';
import { assertFits, assertSound, assertSoundInBothThemes } from './axe.ts';
import { confirmIn, sendSignIn, signInAt, userRow } from './people.ts';
import { settles } from './settles.ts';
import { NARROW, SCREEN, type Stage } from './stage.ts';

const PASSWORD = 'harvest canoe 41 lantern';

export const administerUsersCases = (stage: Stage) =>
  describe('administering users', () => {
    /** A new agent of the sandbox who has chosen that password. */
    async function newAgent(first: string): Promise<string> {
      const jar = await signIn(stage.url, 'sandboxAdmin');
      const email = `${first.toLowerCase()}@sandbox.test`;
      const { password_link } = await expectJson<{ password_link: { url: string } }>(stage.url, 201, {
        method: 'POST',
        path: '/api/users',
        jar,
        json: { first_name: first, last_name: 'Keeper', email, role: 'agent' },
      });
      const linkToken = new URL(password_link.url).hash.slice(1);
      const chosen = { link_token: linkToken, password: PASSWORD };
      const answer = await send(stage.url, { method: 'POST', path: '/api/password', json: chosen });
      assert.equal(answer.status, 204);
      return email;
    }

    async function usersPage() {
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/users`, 'sandboxAdmin');
      return page;
    }

    it("edits a user's name and role, and states first what another role ends", async () => {
      const email = await newAgent('Robin');
      const admin = await usersPage();
      await userRow(admin, email).getByRole('button', { name: 'Edit' }).click();
      const dialog = admin.getByRole('dialog', { name: 'Edit user' });
      await settles(() => dialog.getByLabel('Email').inputValue(), email);
      await dialog.getByLabel('Last name').fill('Harrow');
      const ends = dialog.getByText(`With another role, ${email} is signed out everywhere`);
      assert.equal(await ends.count(), 0, 'the role is still the same');
      await dialog.getByLabel('Role').selectOption('Admin');
      await ends.waitFor();
      await assertSoundInBothThemes(admin, 'what another role ends');
      await admin.setViewportSize(SCREEN);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await userRow(admin, email).getByText('Robin Harrow').waitFor();
      await admin.reload();
      await userRow(admin, email).getByRole('cell', { name: 'Admin', exact: true }).waitFor();
    });

    it("asks before an account under review is disabled, and leaves one's own to somebody else", async () => {
      const email = await newAgent('Wren');
      const admin = await stage.visit();
      await signInAt(admin, `${stage.url}/portal/admin/account-reviews`, 'sandboxAdmin');
      const row = admin.getByRole('row').filter({ hasText: email });
      const own = admin.getByRole('row').filter({ hasText: PEOPLE.sandboxAdmin[0] });
      await own.waitFor();
      assert.equal(await own.getByRole('button').count(), 0);
      await row.getByRole('button', { name: 'Disable Wren' }).click();
      const dialog = admin.getByRole('dialog', { name: 'Disable Wren Keeper' });
      await dialog.getByText(`Whoever signs in by ${email} is signed out everywhere`).waitFor();
      await assertSound(admin, 'the question before an account is disabled');
      await dialog.getByRole('button', { name: 'Keep it' }).click();
      await dialog.waitFor({ state: 'detached' });
      await row.getByRole('button', { name: 'Confirm Wren' }).click();
      await row.getByText(/by Avery Admin/).waitFor();
      await row.getByRole('button', { name: 'Disable Wren' }).click();
      await dialog.getByRole('button', { name: 'Disable', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await row.waitFor({ state: 'detached' });
    });

    it('disables a user after stating what stops, whose open session ends and who cannot sign in, until enabled again', async () => {
      const email = await newAgent('Toni');
      const [admin, toni] = [await usersPage(), await stage.visit({ tolerated: ['401 /api/'] })];
      await toni.goto(`${stage.url}/portal`);
      await sendSignIn(toni, email, PASSWORD);
      await toni.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();

      await userRow(admin, email).getByRole('button', { name: 'Disable' }).click();
      const dialog = admin.getByRole('dialog', { name: 'Disable Toni Keeper' });
      await assertSoundInBothThemes(admin, 'the question before a person is disabled');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'detached' });
      await userRow(admin, email).getByText('Active').waitFor();
      await userRow(admin, email).getByRole('button', { name: 'Disable' }).click();
      await confirmIn(admin, `Whoever signs in by ${email} is signed out everywhere`, 'Disable');
      await userRow(admin, email).getByText('Disabled').waitFor();
      await toni.getByRole('heading', { name: 'Sign in' }).waitFor();
      await sendSignIn(toni, email, PASSWORD);
      await toni.getByRole('alert').getByText('Not signed in').waitFor();
      await settles(() => toni.getByLabel('Password').inputValue(), '');

      await userRow(admin, email).getByRole('button', { name: 'Enable' }).click();
      await userRow(admin, email).getByText('Active').waitFor();
      await sendSignIn(toni, email, PASSWORD);
      await toni.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
    });

    it('locks a user after five wrong passwords until an admin releases the lock', async () => {
      const email = await newAgent('Alex');
      const alex = await stage.visit();
      await alex.goto(`${stage.url}/portal`);
      for (let tries = 0; tries < 5; tries += 1) {
        const refused = alex.waitForResponse((answer) => answer.request().method() === 'POST');
        await sendSignIn(alex, email, `wrong guess ${tries}`);
        assert.equal((await refused).status(), 401);
        // The page empties the field once it shows the refusal; what is typed before that is lost.
        await settles(() => alex.getByLabel('Password').inputValue(), '');
      }
      await alex.reload();
      await sendSignIn(alex, email, PASSWORD);
      await alex.getByRole('alert').getByText('Not signed in').waitFor();
      await settles(() => alex.getByLabel('Password').inputValue(), '');

      const admin = await usersPage();
      await userRow(admin, email).getByText('Locked').waitFor();
      await userRow(admin, email).getByRole('button', { name: 'Release lock' }).click();
      await admin.getByText(`${email} may try again.`).waitFor();
      await userRow(admin, email).getByText('Locked').waitFor({ state: 'hidden' });
      await sendSignIn(alex, email, PASSWORD);
      await alex.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
    });

    it("shows in an operator's Admin whose sign-in is locked among the operators, and releases it", async () => {
      const [email, password] = PEOPLE.operator;
      const [operator, locked] = [await stage.visit(), await stage.visit()];
      await signInAt(operator, `${stage.url}/portal/admin/operators`, 'operator');
      await userRow(operator, email).getByText('Active').waitFor();
      assert.equal(await operator.getByRole('button', { name: 'Release lock' }).count(), 0);
      const reviews = operator.getByRole('region', { name: 'Account reviews' });
      await reviews.getByText('You are the only operator').waitFor();
      await reviews.getByRole('button', { name: /^Confirm / }).focus();
      await operator.keyboard.press('Enter');
      await reviews.getByText(/, by /).waitFor();
      await assertSoundInBothThemes(operator, 'the review of operators');
      await operator.setViewportSize(NARROW);
      await assertFits(operator, 'the review of operators at 360 px');
      for (let tries = 0; tries < 5; tries += 1) {
        const json = { email, password: `wrong guess ${tries}` };
        assert.equal((await send(stage.url, { method: 'POST', path: '/api/session', json })).status, 401);
      }
      await operator.reload();
      await userRow(operator, email).getByRole('button', { name: 'Release lock' }).click();
      await operator.getByText(`${email} may try again.`).waitFor();
      await userRow(operator, email).getByText('Locked').waitFor({ state: 'hidden' });
      await locked.goto(`${stage.url}/portal`);
      await sendSignIn(locked, email, password);
      await locked.getByRole('button', { name: 'Signed in as' }).waitFor();
    });

    it('disables an operator after stating what stops, never oneself, and enables them again', async () => {
      const rows = await openStoredRows(stage.gateway, undefined, { isWriting: true });
      await rows.all(`INSERT INTO users (id, agency_id, email, first_name, last_name, role, created_at)
        VALUES ('01a1fd00-0000-7000-8000-0000000000ff', NULL, 'second@sallyport.test', 'Second', 'Operator', 'operator', 1)`);
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/operators`, 'operator');
      const row = userRow(page, 'second@sallyport.test').first();
      await row.getByRole('button', { name: 'Disable' }).click();
      const dialog = page.getByRole('dialog', { name: 'Disable Second Operator' });
      await dialog.getByText('is signed out everywhere at once and cannot sign in').waitFor();
      await assertSoundInBothThemes(page, 'disabling an operator');
      await page.setViewportSize(NARROW);
      await assertFits(page, 'disabling an operator at 360 px');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await row.getByRole('button', { name: 'Disable' }).click();
      await dialog.getByRole('button', { name: 'Disable' }).click();
      await page.getByText('Second Operator is disabled.').waitFor();
      await row.getByText('Disabled').waitFor();
      const own = userRow(page, PEOPLE.operator[0]).first();
      assert.equal(
        await own.getByRole('button', { name: 'Disable' }).count(),
        0,
        'nobody is offered to disable themselves',
      );
      await row.getByRole('button', { name: 'Enable' }).click();
      await page.getByText('Second Operator can sign in again.').waitFor();
      // The others count on one operator.
      await rows.all("DELETE FROM users WHERE email = 'second@sallyport.test'");
      await rows.close();
    });

    it("ends a user's sessions: every open page is signed out by itself", async () => {
      const email = await newAgent('Chris');
      const pages = [await stage.visit({ tolerated: ['401 /api/'] }), await stage.visit({ tolerated: ['401 /api/'] })];
      for (const page of pages) {
        await page.goto(`${stage.url}/portal`);
        await sendSignIn(page, email, PASSWORD);
        await page.getByRole('heading', { name: 'Incidents', exact: true }).waitFor();
      }
      const admin = await usersPage();
      await userRow(admin, email).getByRole('cell', { name: '2', exact: true }).waitFor();
      await userRow(admin, email).getByRole('button', { name: 'End sessions' }).click();
      await confirmIn(admin, 'Open sessions: 2.', 'End sessions');
      await admin.getByText(`2 sessions of ${email} ended.`).waitFor();
      await userRow(admin, email).getByRole('cell', { name: '0', exact: true }).waitFor();
      for (const page of pages) await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    });

    it("makes a role of the agency's own, gives it, and shows its person what it allows", async () => {
      const email = await newAgent('Rowan');
      const admin = await usersPage();
      await admin.getByRole('link', { name: 'Roles' }).click();
      await admin.getByRole('button', { name: 'Add role' }).click();
      const dialog = admin.getByRole('dialog', { name: 'Add role' });
      await dialog.getByLabel('Title').fill('Trainer');
      await dialog.getByLabel('See incidents and their cards').check();
      await dialog.getByLabel('Read the audit record').check();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await admin.getByRole('columnheader', { name: 'Trainer' }).waitFor();
      await admin.getByRole('link', { name: 'Users' }).click();
      await userRow(admin, email).getByRole('button', { name: 'Edit' }).click();
      await admin.getByLabel('Role').selectOption('Trainer');
      await admin.getByRole('button', { name: 'Save' }).click();
      await userRow(admin, email).getByRole('cell', { name: 'Trainer', exact: true }).waitFor();

      const rowan = await stage.visit();
      await rowan.goto(`${stage.url}/portal/admin`);
      await sendSignIn(rowan, email, PASSWORD);
      await rowan.getByRole('heading', { name: 'Audit' }).waitFor();
      await rowan
        .getByRole('row', { name: /Signed in/ })
        .first()
        .waitFor();
      assert.equal(await rowan.getByRole('link', { name: 'Users' }).count(), 0);
    });

    it('offers nobody to disable themselves', async () => {
      const admin = await usersPage();
      await userRow(admin, 'admin@sandbox.test').getByRole('button', { name: 'Edit' }).waitFor();
      assert.equal(await userRow(admin, 'admin@sandbox.test').getByRole('button', { name: 'Disable' }).count(), 0);
    });
  });
