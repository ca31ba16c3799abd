import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { expectJson } from '../e2e/http-client.ts';
import { PEOPLE, signIn } from '../e2e/sandbox.ts';
import { openStoredRows } from '../e2e/stored-rows.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { confirmIn, sendSignIn, signInAt, userRow } from './people.ts';
import { openStage } from './stage.ts';

// Browsers give passkeys to host names alone.
const stage = await openStage([], {}, 'localhost');

it('an admin sets the policy; the next sign-in adds a second factor, and the one after shows it', async () => {
  // Its page may read on after the policy asks for a factor, and is refused until it has one.
  const admin = await stage.visit({ theme: 'light', tolerated: ['403 /api/'] });
  await signInAdmin(admin);
  await admin.goto(`${stage.url}/portal/admin/security`);
  await admin.getByRole('heading', { name: 'Sign-ins by the password grant' }).waitFor();
  await admin.getByLabel('Second factor').selectOption('Asked of everyone');
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByText('Security policy saved').waitFor();
  // The admin is signed in without one, and goes on by adding one.
  await admin.goto(`${stage.url}/portal`);
  await admin.getByRole('heading', { name: 'Add a second factor' }).waitFor();

  const [email, password] = PEOPLE.sandboxAgent;
  const agent = await stage.visit({ expected: ['401 /api/session/factor'] });
  await agent.goto(`${stage.url}/portal`);
  await sendSignIn(agent, email, password);
  await agent.getByRole('button', { name: 'Passkey or security key' }).waitFor();
  await assertSoundInBothThemes(agent, 'choosing a factor');
  await agent.getByRole('button', { name: 'Authenticator app' }).click();
  await agent.getByLabel('Name of the device').fill('Work phone');
  await agent.getByRole('button', { name: 'Show the QR code' }).click();
  const seed = (await agent.locator('form code').textContent())?.replaceAll(' ', '') ?? '';
  await assertSoundInBothThemes(agent, 'adding a factor');
  await agent.getByLabel('Code', { exact: true }).fill(new TOTP({ secret: seed }).generate());
  await agent.getByRole('button', { name: 'Add', exact: true }).click();
  await agent.getByRole('listitem').nth(9).waitFor();
  const codes = await agent.getByRole('listitem').allTextContents();
  assert.equal(codes.length, 10);
  await assertSoundInBothThemes(agent, 'recovery codes');
  await agent.getByRole('button', { name: 'I have kept them' }).click();
  await agent.getByRole('button', { name: 'Signed in as' }).click();
  await agent.getByRole('link', { name: 'My account' }).click();
  await agent.getByText('10 recovery codes are left').waitFor();
  await agent.getByText('Work phone').waitFor();
  await assertSoundInBothThemes(agent, 'my account');

  await agent.getByRole('button', { name: 'Signed in as' }).click();
  await agent.getByRole('button', { name: 'Sign out' }).click();
  await sendSignIn(agent, email, password);
  await agent.getByLabel('Code').fill('000000');
  await agent.getByRole('button', { name: 'Go on' }).click();
  await agent.getByText('The code is wrong, was used before').waitFor();
  await assertSoundInBothThemes(agent, 'showing a factor');
  await agent.getByLabel('Code').fill(codes[0] ?? '');
  await agent.getByRole('button', { name: 'Go on' }).click();
  await agent.getByRole('button', { name: 'Signed in as' }).waitFor();

  // Lost: an administrator of the installation resets it, and the session ends.
  const jar = await signIn(stage.url, 'operator');
  await expectJson(stage.url, 200, {
    method: 'PATCH',
    path: '/api/security-policy?agency_id=sandbox-county',
    jar,
    json: { second_factor: 'none' },
  });
  await admin.goto(`${stage.url}/portal/admin/users`);
  await userRow(admin, email).getByRole('button', { name: 'Reset factors' }).click();
  await confirmIn(admin, `The second factors and recovery codes of ${email} are removed`, 'Reset factors');
  await admin.getByText(`The second factors of ${email} were removed`).waitFor();
});

/** A security key of Chromium's own, plugged in for that page, whose owner is verified unless it is told otherwise. */
async function plugKey(page: Page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    verifies: (isUserVerified: boolean) =>
      browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}

it('a passkey is added, signs in alone and after a password, is lost, recovered from, and reset', async () => {
  const [email, password] = PEOPLE.harborAgent;
  const agent = await stage.visit({ theme: 'light', expected: ['401 /api/session/passkey'] });
  const key = await plugKey(agent);
  const signedIn = () => agent.getByRole('button', { name: 'Signed in as' }).waitFor();
  const signOut = async () => {
    await agent.getByRole('button', { name: 'Signed in as' }).click();
    await agent.getByRole('button', { name: 'Sign out' }).click();
    await agent.getByLabel('Email').waitFor();
  };
  await agent.goto(`${stage.url}/portal/account`);
  await sendSignIn(agent, email, password);
  await agent.getByRole('button', { name: 'Add a factor' }).click();
  await agent.getByRole('button', { name: 'Passkey or security key' }).click();
  await agent.getByLabel('Name of the device').fill('Blue key');
  await assertSoundInBothThemes(agent, 'naming a passkey');
  await agent.getByRole('button', { name: 'Make the passkey' }).click();
  await agent.getByRole('listitem').nth(9).waitFor();
  const codes = await agent.getByRole('listitem').allTextContents();
  await agent.getByRole('button', { name: 'I have kept them' }).click();
  await agent.getByText('Blue key').waitFor();
  await agent.getByText('Passkey, added').waitFor();

  await signOut();
  await assertSoundInBothThemes(agent, 'signing in by a passkey');
  await agent.getByRole('button', { name: 'Use a passkey' }).click();
  await signedIn();
  await agent.goto(`${stage.url}/portal/account`);
  await agent.getByText('last used').waitFor();

  await signOut();
  await sendSignIn(agent, email, password);
  await agent.getByRole('heading', { name: 'Second factor' }).waitFor();
  await agent.getByRole('button', { name: 'Use a passkey' }).click();
  await signedIn();

  // Lost: the key verifies nobody any more. A recovery code stands in for it.
  await signOut();
  await key.verifies(false);
  await agent.getByRole('button', { name: 'Use a passkey' }).click();
  await agent.getByText('No passkey came from the device').waitFor();
  await sendSignIn(agent, email, password);
  await agent.getByLabel('Code').fill(codes[0] ?? '');
  await agent.getByRole('button', { name: 'Go on' }).click();
  await signedIn();
  await signOut();

  const admin = await stage.visit();
  await signInAt(admin, `${stage.url}/portal/admin/users`, 'harborAdmin');
  await userRow(admin, email).getByRole('button', { name: 'Reset factors' }).click();
  await confirmIn(admin, `The second factors and recovery codes of ${email} are removed`, 'Reset factors');
  await admin.getByText(`The second factors of ${email} were removed`).waitFor();
  await key.verifies(true);
  await agent.getByRole('button', { name: 'Use a passkey' }).click();
  await agent.getByText('No account opens by this passkey').waitFor();
});

it('what gives access to others asks for a factor again in place, and the request goes on then', async () => {
  const operator = await signIn(stage.url, 'operator');
  await expectJson(stage.url, 200, {
    method: 'PATCH',
    path: '/api/security-policy?agency_id=harbor-city',
    jar: operator,
    json: { step_up_minutes: 15 },
  });
  const page = await stage.visit({ expected: ['403 /api/roles', '401 /api/session/factor/password'] });
  await signInAt(page, `${stage.url}/portal/admin/roles`, 'harborAdmin');
  const rows = await openStoredRows(stage.gateway, undefined, { isWriting: true });
  await rows.all('UPDATE portal_sessions SET created_at = created_at - 1000000 RETURNING user_id');
  await rows.close();
  await page.getByRole('button', { name: 'Add role' }).click();
  await page.getByLabel('Title').fill('Night lead');
  await page.getByRole('button', { name: 'Save' }).click();
  const question = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await question.getByLabel('Your password').fill('not the password');
  await question.getByRole('button', { name: 'Go on' }).click();
  await question.getByText('The password is wrong').waitFor();
  await assertSoundInBothThemes(page, 'confirming in place');
  await question.getByLabel('Your password').fill(PEOPLE.harborAdmin[1]);
  await question.getByRole('button', { name: 'Go on' }).click();
  await question.waitFor({ state: 'detached' });
  await page.getByText('Night lead').first().waitFor();
});

it('whoever changes their password in My account ends their other sessions, and sees where they are signed in', async () => {
  const [email, password] = PEOPLE.sandboxAgent;
  const elsewhere = await signIn(stage.url, 'sandboxAgent');
  const page = await stage.visit({ expected: ['401 /api/account/password'] });
  await signInAt(page, `${stage.url}/portal/account`, 'sandboxAgent');
  await page.getByText('This session').waitFor();
  await page.getByRole('button', { name: 'End Another browser' }).first().waitFor();
  await assertSoundInBothThemes(page, 'my account');
  const change = async (present: string, next: string) => {
    await page.getByLabel('Present password').fill(present);
    await page.getByLabel('New password', { exact: true }).fill(next);
    await page.getByLabel('New password again').fill(next);
    await page.getByRole('button', { name: 'Change password' }).click();
  };
  await change('not the password', 'granite 44 heron staircase');
  await page.getByText('The present password is wrong').waitFor();
  await change(password, 'granite 44 heron staircase');
  await page.getByText('Your password was changed').first().waitFor();
  await page.getByRole('button', { name: 'End Another browser' }).first().waitFor({ state: 'detached' });
  await expectJson(stage.url, 401, { method: 'GET', path: '/api/session', jar: elsewhere });
  const other = await stage.visit();
  await other.goto(`${stage.url}/portal/account`);
  await sendSignIn(other, email, 'granite 44 heron staircase');
  await other.getByRole('button', { name: /^End Chrome/ }).click();
  await other.getByText('The session was ended.').first().waitFor();
  await page.reload();
  await page.getByLabel('Email').waitFor();
});

function signInAdmin(page: Parameters<typeof signInAt>[0]) {
  return signInAt(page, `${stage.url}/portal`, 'sandboxAdmin');
}
