import { it } from 'node:test';
import { expectJson } from '../e2e/http-client.ts';
import { PEOPLE, signIn } from '../e2e/sandbox.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { sendSignIn, signInAt } from './people.ts';
import { settles } from './settles.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

it('an admin sets the text of the sign-in, and the next one waits for it and goes on where it was to lead', async () => {
  const admin = await stage.visit({ theme: 'light' });
  await signInAt(admin, `${stage.url}/portal/admin/security`, 'sandboxAdmin');
  await admin.getByLabel('No text is shown').uncheck();
  await admin.getByLabel('Text', { exact: true }).fill('Authorized use only.\nYou may be recorded.');
  await admin.getByLabel('A sign-in waits until the text is acknowledged').check();
  await assertSoundInBothThemes(admin, 'the text of the sign-in');
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByText('Security policy saved').waitFor();

  const [email, password] = PEOPLE.sandboxAgent;
  const agent = await stage.visit({ expected: ['409 /api/session/banner'] });
  await agent.goto(`${stage.url}/portal/account`);
  await sendSignIn(agent, email, password);
  await agent.getByRole('heading', { name: 'Notice of use' }).waitFor();
  await agent.getByText('You may be recorded.').waitFor();
  await assertSoundInBothThemes(agent, 'a notice of use');
  await agent.reload();
  await agent.getByText('You may be recorded.').waitFor();

  // Changed while it is read: the new text is shown, and acknowledged.
  const jar = await signIn(stage.url, 'operator');
  const policy = { method: 'PATCH', path: '/api/security-policy?agency_id=sandbox-county', jar } as const;
  await expectJson(stage.url, 200, { ...policy, json: { banner_text: 'For authorized dispatchers.' } });
  await agent.getByRole('button', { name: 'I acknowledge' }).click();
  await agent.getByText('For authorized dispatchers.').waitFor();
  await agent.getByRole('button', { name: 'I acknowledge' }).click();
  await agent.getByRole('heading', { name: 'My account' }).waitFor();

  await agent.getByRole('button', { name: 'Signed in as' }).click();
  await agent.getByRole('button', { name: 'Sign out' }).click();
  await sendSignIn(agent, email, password);
  await agent.getByRole('heading', { name: 'Notice of use' }).waitFor();
  await agent.getByRole('button', { name: 'Cancel' }).click();
  await agent.getByRole('heading', { name: 'Sign in' }).waitFor();
});

it('a text for which no sign-in waits stands above every page until it is closed, in Spanish too', async () => {
  const jar = await signIn(stage.url, 'operator');
  await expectJson(stage.url, 200, {
    method: 'PATCH',
    path: '/api/security-policy?agency_id=harbor-city',
    jar,
    json: { banner_text: 'Authorized use only.', banner_must_be_acknowledged: false },
  });
  const agent = await stage.visit({ locale: 'es-MX', theme: 'light' });
  const [email, password] = PEOPLE.harborAgent;
  await agent.goto(`${stage.url}/portal`);
  await agent.getByLabel('Correo').fill(email);
  await agent.getByLabel('Contraseña').fill(password);
  await agent.getByRole('button', { name: 'Iniciar sesión' }).click();
  const notice = agent.getByRole('region', { name: 'Aviso de uso' });
  await notice.getByText('Authorized use only.').waitFor();
  await assertSoundInBothThemes(agent, 'a notice of use above the page');
  await agent.reload();
  await notice.getByText('Authorized use only.').waitFor();
  await notice.getByRole('button', { name: 'Lo acepto' }).click();
  await settles(() => notice.count(), 0);
  await agent.reload();
  await agent.getByRole('button', { name: 'Sesión iniciada como' }).waitFor();
  await settles(() => notice.count(), 0);
});
