import assert from 'node:assert/strict';
import { it } from 'node:test';
import { expectJson } from '../e2e/http-client.ts';
import { PEOPLE, signIn } from '../e2e/sandbox.ts';
import { openStoredRows } from '../e2e/stored-rows.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { overflowOf } from './overflow-of.ts';
import { sendSignIn } from './people.ts';
import { settles } from './settles.ts';
import { NARROW, openStage } from './stage.ts';

const stage = await openStage();

it('a password that is too old is changed before anything else, and the page comes that was asked for', async () => {
  const jar = await signIn(stage.url, 'operator');
  await expectJson(stage.url, 200, {
    method: 'PATCH',
    path: '/api/security-policy?agency_id=sandbox-county',
    jar,
    json: { password_maximum_age_days: 365 },
  });
  const rows = await openStoredRows(stage.gateway, undefined, { isWriting: true });
  await rows.all('UPDATE users SET password_changed_at = password_changed_at - 31536000000 RETURNING id');
  await rows.close();

  const [email, password] = PEOPLE.sandboxAgent;
  const agent = await stage.visit({ expected: ['401 /api/session/password', '400 /api/session/password'] });
  await agent.goto(`${stage.url}/portal/account`);
  await sendSignIn(agent, email, password);
  await agent.getByRole('heading', { name: 'Change your password' }).waitFor();
  await assertSoundInBothThemes(agent, 'a password that is too old');
  const change = async (present: string, next: string) => {
    await agent.getByLabel('Present password').fill(present);
    await agent.getByLabel('New password', { exact: true }).fill(next);
    await agent.getByLabel('New password again').fill(next);
    await agent.getByRole('button', { name: 'Change password' }).click();
  };
  await change('not the password 58', 'walnut heron 27 gravel');
  await agent.getByText('The present password is wrong').waitFor();
  await change(password, password);
  await agent.getByText('must be another one than the present').waitFor();
  await change(password, 'walnut heron 27 gravel');
  await agent.getByRole('heading', { name: 'My account' }).waitFor();
});

it('a password that expires soon is stated above every page, until it is changed', async () => {
  const [email, password] = PEOPLE.sandboxAdmin;
  const rows = await openStoredRows(stage.gateway, undefined, { isWriting: true });
  const changedAt = Date.now() - 360 * 86_400_000;
  await rows.all(`UPDATE users SET password_changed_at = ${changedAt} WHERE email = '${email}' RETURNING id`);
  await rows.close();
  const admin = await stage.visit();
  await admin.goto(`${stage.url}/portal`);
  await sendSignIn(admin, email, password);
  const notice = admin.getByRole('region', { name: 'Your password expires' });
  await notice.getByText('Your password expires').waitFor();
  await assertSoundInBothThemes(admin, 'a password that expires soon');
  await notice.getByRole('button', { name: 'Later' }).click();
  await settles(() => notice.count(), 0);
  await admin.reload();
  await notice.getByRole('link', { name: 'My account' }).focus();
  await admin.keyboard.press('Enter');
  await admin.getByRole('heading', { name: 'My account' }).waitFor();
  await admin.setViewportSize(NARROW);
  assert.equal(await overflowOf(admin), 0);
  await admin.getByLabel('Present password').fill(password);
  await admin.getByLabel('New password', { exact: true }).fill('walnut heron 27 gravel');
  await admin.getByLabel('New password again').fill('walnut heron 27 gravel');
  await admin.getByRole('button', { name: 'Change password' }).click();
  await admin.getByText('Your password was changed.').waitFor();
  await settles(() => notice.count(), 0);
});
