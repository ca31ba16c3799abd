import { it } from 'node:test';
import { expectJson } from '../e2e/http-client.ts';
import { PEOPLE, signIn } from '../e2e/sandbox.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { confirmIn, sendSignIn, signInAt, userRow } from './people.ts';
import { settles } from './settles.ts';
import { openStage } from './stage.ts';

const stage = await openStage();
const [email, password] = PEOPLE.sandboxAgent;

it('whoever an administrator signed out reads that, and goes on where they were', async () => {
  // What the page reads at that moment is refused with the end of its session.
  const agent = await stage.visit({ tolerated: ['401 /api/'] });
  await signInAt(agent, `${stage.url}/portal/account`, 'sandboxAgent');
  const admin = await stage.visit();
  await signInAt(admin, `${stage.url}/portal/admin/users`, 'sandboxAdmin');
  await userRow(admin, email).getByRole('button', { name: 'End sessions' }).click();
  await confirmIn(admin, 'is signed out everywhere at once', 'End sessions');
  await admin.getByText(`of ${email} ended`).waitFor();

  await agent.reload();
  await agent.getByText('An administrator ended your session.').waitFor();
  await assertSoundInBothThemes(agent, 'a session that an administrator ended');
  await sendSignIn(agent, email, password);
  await agent.getByRole('heading', { name: 'My account' }).waitFor();
  await settles(() => agent.getByText('An administrator ended your session.').count(), 0);

  await agent.getByRole('button', { name: 'Signed in as' }).click();
  await agent.getByRole('button', { name: 'Sign out' }).click();
  await agent.getByRole('heading', { name: 'Sign in' }).waitFor();
  await settles(() => agent.getByText('Your session has ended').count(), 0);
});

it('an open page falls back by itself, in Spanish too', async () => {
  const agent = await stage.visit({ locale: 'es-MX', tolerated: ['401 /api/'] });
  await agent.goto(`${stage.url}/portal`);
  await agent.getByLabel('Correo').fill(email);
  await agent.getByLabel('Contraseña').fill(password);
  await agent.getByRole('button', { name: 'Iniciar sesión' }).click();
  await agent.getByRole('button', { name: 'Sesión iniciada como' }).waitFor();
  const jar = await signIn(stage.url, 'operator');
  const agency = { path: '/api/users?agency_id=sandbox-county', jar } as const;
  const { users } = await expectJson<{ users: { id: string; email: string }[] }>(stage.url, 200, {
    method: 'GET',
    ...agency,
  });
  const id = users.find((user) => user.email === email)?.id;
  await expectJson(stage.url, 200, {
    method: 'POST',
    path: `/api/users/${id}/end-sessions?agency_id=sandbox-county`,
    jar,
  });
  await agent.getByText('Un administrador terminó su sesión.').waitFor();
});

it('somebody who is signed in at many places reads the newest first, and the older ones on request', async () => {
  const agent = await stage.visit();
  await signInAt(agent, `${stage.url}/portal`, 'sandboxAgent');
  for (let count = 0; count < 22; count += 1) await signIn(stage.url, 'sandboxAgent');
  await agent.goto(`${stage.url}/portal/account`);
  const sessions = agent.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem');
  await settles(() => sessions.count(), 20);
  await settles(() => sessions.getByText('This session').count(), 0);
  const older = agent.getByRole('button', { name: 'Show older' });
  await assertSoundInBothThemes(agent, 'the newest of many sessions');
  await older.focus();
  await agent.keyboard.press('Enter');
  await sessions.getByText('This session').waitFor();
  await settles(() => older.count(), 0);
});
