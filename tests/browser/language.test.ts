import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { SPANISH } from '../../packages/portal/src/words/spanish/spanish.ts';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken, PEOPLE } from '../e2e/sandbox.ts';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { assertFits, assertSound, assertSoundInBothThemes } from './axe.ts';
import { settles } from './settles.ts';
import { NARROW, openStage, type Stage } from './stage.ts';

const stage = await openStage();

const languageOf = (page: Page) => page.evaluate(() => document.documentElement.lang);

async function signInInSpanish(
  page: Page,
  url: string,
  [email, password]: readonly [string, string] = PEOPLE.sandboxAgent,
): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Contraseña').fill(password);
  await page.getByRole('button', { name: 'Iniciar sesión' }).click();
  await page.getByRole('button', { name: /^Sesión iniciada como/ }).waitFor();
}

/** What of the page's own texts stands on it in English; what partners and colleagues wrote is theirs. */
function englishOn(page: Page): Promise<string[]> {
  const english = Object.entries(SPANISH.texts)
    .filter(([text, spanish]) => text !== spanish && text.length > 2)
    .map(([text]) => text);
  return page.evaluate((texts) => {
    const known = new Set(texts);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const isOfPartner =
        node.parentElement?.closest('dd, [data-kind=note], th[id^=user-], th[id^=operator-], th:has(> span)') !== null;
      if (!isOfPartner && known.has(node.textContent?.trim() ?? '')) found.push(node.textContent?.trim() ?? '');
    }
    for (const each of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'placeholder']) {
        const value = each.getAttribute(name)?.trim() ?? '';
        if (known.has(value)) found.push(value);
      }
    }
    return found;
  }, english);
}

async function raiseWaiting({ url }: Stage): Promise<string> {
  const alertId = await sendAlert(url, { phone: newCaller().number, type: 'FIRE', description: 'Humo en la escalera' });
  const token = await clientToken(url, 'sandbox-alarm');
  const json = { status: 'DISPATCH_REQUESTED' };
  await expectJson(url, 200, { method: 'PATCH', path: `/v1/alerts/${alertId}`, token, json });
  return alertId.replace('alert-', '');
}

it('a browser of Spanish has the sign-in, the queue, an incident, the map and a search in Spanish, without a word of English', async () => {
  const id = await raiseWaiting(stage);
  const page = await stage.visit({
    locale: 'es-MX',
    expected: ['400 /api/search', '404 /api/incidents/'],
    // The seat states that it looks at an incident that is not there.
    tolerated: ['400 /api/seats/', '404 /api/seats/'],
  });
  await page.goto(`${stage.url}/portal`);
  await page.getByRole('heading', { name: 'Iniciar sesión' }).waitFor();
  assert.equal(await languageOf(page), 'es');
  await assertSound(page, 'the sign-in in Spanish');
  await signInInSpanish(page, `${stage.url}/portal`);
  const row = page.locator('a[data-row]').filter({ hasText: 'Humo en la escalera' });
  await row.getByText('Incendio').waitFor();
  await row.getByText(/^hace \d+ (s|min)$/).waitFor();
  await settles(() => englishOn(page), []);
  await row.click();
  await page.getByRole('heading', { name: 'Cronología' }).waitFor();
  await page.getByRole('button', { name: 'Aceptar' }).waitFor();
  await page.getByTestId('card').first().waitFor();
  await settles(() => englishOn(page), []);
  await assertSound(page, 'an incident in Spanish');
  await page.getByRole('button', { name: 'Aceptar' }).click();
  await page.getByText('Aceptada. Todavía no se ha informado de ninguna unidad.').waitFor();
  for (const path of ['/portal/map', '/portal/account', '/portal/search?query=Humo']) {
    await page.goto(`${stage.url}${path}`);
    await page.getByRole('link', { name: 'Incidentes', exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    await settles(() => englishOn(page), []);
  }
  await page.goto(`${stage.url}/portal/incidents/${id}0`);
  await page.getByRole('heading', { name: 'No existe ese incidente' }).waitFor();
  await settles(() => englishOn(page), []);
});

/** The sections of Admin by who opens them, each until what it shows is there. */
const SECTIONS = {
  sandboxAdmin:
    'users roles single-sign-on clients access personal-token alerts webhooks security displays addresses retention reports audit'.split(
      ' ',
    ),
  operator:
    'installation agencies agencies/sandbox-county/boundary operators map mail callflows applications users?agency=sandbox-county audit'.split(
      ' ',
    ),
} as const;

for (const who of ['sandboxAdmin', 'operator'] as const) {
  it(`Admin of ${who} is in Spanish, without a word of English`, async () => {
    const page = await stage.visit({ locale: 'es-MX', tolerated: ['WebSocket'] });
    await signInInSpanish(page, `${stage.url}/portal/admin`, PEOPLE[who]);
    for (const section of SECTIONS[who]) {
      await page.goto(`${stage.url}/portal/admin/${section}`);
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      await settles(() => page.getByText(/^Cargando/).count(), 0);
      await settles(() => englishOn(page), []);
    }
  });
}

it('a device’s code and a developer’s sign-up are asked for in Spanish', async () => {
  const page = await stage.visit({ locale: 'es-MX', tolerated: ['WebSocket', '401 /api/'] });
  for (const path of ['/developers', '/developers/sign-up']) {
    await page.goto(`${stage.url}${path}`);
    await page.getByLabel('Correo electrónico').waitFor();
    await settles(() => englishOn(page), []);
  }
  await signInInSpanish(page, `${stage.url}/portal`);
  await page.goto(`${stage.url}/portal/device`);
  await page.getByRole('heading', { name: 'Conectar un dispositivo' }).waitFor();
  await settles(() => englishOn(page), []);
});

it('a person’s own choice holds at every workstation, and the browser’s again once they sign out', async () => {
  const page = await stage.visit({ locale: 'es-US', tolerated: ['WebSocket'] });
  await signInInSpanish(page, `${stage.url}/portal/account`);
  await page.getByRole('combobox', { name: 'Idioma' }).selectOption('English');
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  await settles(() => languageOf(page), 'en');
  await page.reload();
  await page.getByRole('heading', { name: 'Language' }).waitFor();

  const english = await stage.visit({ locale: 'en-US', tolerated: ['WebSocket'] });
  const [email, password] = PEOPLE.sandboxAgent;
  await english.goto(`${stage.url}/portal/account`);
  await english.getByLabel('Email').fill(email);
  await english.getByLabel('Password').fill(password);
  await english.getByRole('button', { name: 'Sign in' }).click();
  await english.getByRole('combobox', { name: 'Language' }).selectOption('Español');
  await english.getByRole('heading', { name: 'Dónde tiene la sesión iniciada' }).waitFor();
  await assertSound(english, 'my account in Spanish');
  const caller = newCaller();
  await sendAlert(stage.url, { phone: caller.number, type: 'BURGLARY' });
  const deeplink = await stage.visit();
  await deeplink.goto(await newDeeplink(stage.url, { query: caller.number }));
  await deeplink.locator('#incident-title').getByText('Robo').waitFor();

  await english.getByRole('button', { name: /^Sesión iniciada como/ }).click();
  await english.getByRole('button', { name: 'Cerrar sesión' }).click();
  await english.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByRole('combobox', { name: 'Language' }).selectOption('As the browser');
  await page.getByRole('heading', { name: 'Dónde tiene la sesión iniciada' }).waitFor();
});

it('an operator chooses the language of an agency, which those of it read who have chosen none', async () => {
  const operator = await stage.visit();
  const [email, password] = PEOPLE.operator;
  await operator.goto(`${stage.url}/portal/admin/agencies`);
  await operator.getByLabel('Email').fill(email);
  await operator.getByLabel('Password').fill(password);
  await operator.getByRole('button', { name: 'Sign in' }).click();
  await operator.getByRole('button', { name: 'Language of Harbor City Dispatch: None chosen' }).click();
  const dialog = operator.getByRole('dialog', { name: 'Language of Harbor City Dispatch' });
  await dialog.getByLabel('Language').selectOption('Español');
  await assertSoundInBothThemes(operator, 'the language of an agency');
  await operator.setViewportSize(NARROW);
  await assertFits(operator, 'the language of an agency at 360 px');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await operator.getByRole('button', { name: 'Language of Harbor City Dispatch: Español' }).waitFor();

  const person = await stage.visit({ locale: 'en-US', tolerated: ['WebSocket'] });
  const [theirs, secret] = PEOPLE.harborAgent;
  await person.goto(`${stage.url}/portal/account`);
  await person.getByLabel('Email').fill(theirs);
  await person.getByLabel('Password').fill(secret);
  await person.getByRole('button', { name: 'Sign in' }).click();
  await person.getByRole('heading', { name: 'Dónde tiene la sesión iniciada' }).waitFor();
  assert.equal(await languageOf(person), 'es');
  const chosen = person.getByRole('combobox', { name: 'Idioma' });
  await settles(() => chosen.locator('option:checked').textContent(), 'El de la agencia: Español');
  await chosen.selectOption('English');
  await person.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  await person.getByRole('combobox', { name: 'Language' }).selectOption('As the agency: Español');
  await person.getByRole('heading', { name: 'Dónde tiene la sesión iniciada' }).waitFor();

  await operator.getByRole('button', { name: 'Language of Harbor City Dispatch: Español' }).click();
  await dialog.getByLabel('Language').selectOption('None chosen');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await operator.getByRole('button', { name: 'Language of Harbor City Dispatch: None chosen' }).waitFor();
});

it('the review of an application, and what a new role may do, are in Spanish, without a word of English', async () => {
  const operator = await stage.visit({ locale: 'es-MX', tolerated: ['WebSocket'] });
  await signInInSpanish(operator, `${stage.url}/portal/admin/applications`, PEOPLE.operator);
  await operator.getByRole('link', { name: 'Sandbox Station Board' }).click();
  await operator.getByRole('heading', { name: 'Detalles' }).waitFor();
  await operator.getByTestId('application-state').getByText('Aprobada').waitFor();
  await settles(() => englishOn(operator), []);
  const admin = await stage.visit({ locale: 'es-MX', tolerated: ['WebSocket'] });
  await signInInSpanish(admin, `${stage.url}/portal/admin/roles`, PEOPLE.sandboxAdmin);
  await admin.getByRole('button', { name: 'Agregar función' }).click();
  await admin.getByRole('dialog').getByLabel('Escuchar llamadas en vivo').waitFor();
  await settles(() => englishOn(admin), []);
});
