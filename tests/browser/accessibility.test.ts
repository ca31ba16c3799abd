import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Page } from 'playwright-core';
import { askForConsent, giveGrant } from '../e2e/consents.ts';
import { expectJson } from '../e2e/http-client.ts';
import { type Person, signIn } from '../e2e/sandbox.ts';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { assertSound } from './axe.ts';
import { sendSignIn, signInAt } from './people.ts';
import { openStage, SCREEN, type Theme } from './stage.ts';

const stage = await openStage();

const caller = newCaller();
const unique = newCaller();
let incidentId = '';
let ownedDeeplink = '';
let passwordLink = '';
let authorizationId = '';

before(async () => {
  await sendAlert(stage.url, { phone: caller.number, type: 'TEST_FIRE' });
  const alertId = await sendAlert(stage.url, {
    phone: caller.number,
    groups: { vehicle: { make: 'Toyota', color: 'Red' }, storage_tank: { fill_level: '80 %' } },
  });
  await sendAlert(stage.url, { phone: unique.number, type: 'MEDICAL' });
  incidentId = alertId.replace('alert-', '');
  ownedDeeplink = await newDeeplink(stage.url, { query: caller.number });
  assert.equal((await fetch(ownedDeeplink, { method: 'POST' })).status, 200);
  const added = await expectJson<{ password_link: { url: string } }>(stage.url, 201, {
    method: 'POST',
    path: '/api/users',
    jar: await signIn(stage.url, 'sandboxAdmin'),
    json: { first_name: 'Dana', last_name: 'Keeper', email: 'dana@sandbox.test', role: 'agent' },
  });
  passwordLink = added.password_link.url;
  await giveGrant(stage.url, await signIn(stage.url, 'sandboxAdmin'));
  authorizationId = (await askForConsent(stage.url)).id;
});

interface Stop {
  readonly what: string;
  readonly path: string;
  /** Resolves when the page stands. */
  readonly ready: (page: Page) => Promise<unknown>;
}

const heading = (name: string) => (page: Page) => page.getByRole('heading', { name, exact: true }).waitFor();
const incidentStands = (page: Page) =>
  Promise.all([page.getByTestId('card').first().waitFor(), page.getByTestId('uncertainty-circle').waitFor()]);
const inAccess = (page: Page) => page.getByRole('button', { name: 'End access' }).first().waitFor();
const inDialog = (button: string) => async (page: Page) => {
  await page.getByRole('button', { name: button }).first().click();
  await page.getByRole('dialog').locator('input, button').first().waitFor();
};

/** Goes there in turn, signed in as that person where one is named, in one theme. */
async function walk(stops: readonly Stop[], theme: Theme, options: { as?: Person; expected?: string[] } = {}) {
  const { as, expected = [] } = options;
  const page = await stage.visit({ theme, expected });
  if (as !== undefined) await signInAt(page, `${stage.url}/portal`, as);
  for (const { what, path, ready } of stops) {
    await page.setViewportSize(SCREEN);
    await page.goto(path.startsWith('http') ? path : `${stage.url}${path}`);
    await ready(page);
    await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor();
    await assertSound(page, `${what}, ${theme}`);
  }
}

for (const theme of ['dark', 'light'] as const) {
  it(`is accessible before sign-in, ${theme}`, async () => {
    const refusedLink = '/portal/set-password#nobodys-link';
    const stops: Stop[] = [
      { what: 'sign-in', path: '/portal/sign-in', ready: heading('Sign in') },
      { what: 'set password', path: passwordLink, ready: (page) => page.getByLabel('New password').waitFor() },
      { what: 'no such page', path: '/portal/deeplink/x/y', ready: heading('There is no such page') },
    ];
    await walk(stops, theme);
    const refused = { what: 'refused password link', path: refusedLink, ready: heading('This link cannot be used') };
    await walk([refused], theme, { expected: ['/api/password-link/check'] });
    const wrongPassword = async (page: Page) => {
      await sendSignIn(page, 'nobody@sandbox.test', 'not the password 58');
      await page.getByRole('alert').waitFor();
    };
    await walk([{ what: 'refused sign-in', path: '/portal/sign-in', ready: wrongPassword }], theme);
  });

  it(`is accessible on deeplinks and where they are refused, ${theme}`, async () => {
    const several = await newDeeplink(stage.url, { query: caller.number });
    const full = await newDeeplink(stage.url, { query: unique.number });
    const cards = await newDeeplink(stage.url, { query: unique.number, view: 'cards' });
    const waiting = await newDeeplink(stage.url, { query: newCaller().number });
    const stops: Stop[] = [
      { what: 'deeplink', path: full, ready: incidentStands },
      { what: 'deeplink of several incidents', path: several, ready: incidentStands },
      { what: 'cards alone', path: cards, ready: (page) => page.getByTestId('card').first().waitFor() },
      { what: 'waiting deeplink', path: waiting, ready: (page) => page.getByText('Waiting for').waitFor() },
      { what: 'owned deeplink', path: ownedDeeplink, ready: heading('Opened in another browser') },
      { what: 'unknown deeplink', path: '/d/nobodys-ticket', ready: heading('This deeplink is not valid') },
      { what: 'ended deeplink', path: '/portal/deeplink/nobodys', ready: heading('This deeplink has expired') },
    ];
    await walk(stops, theme, { expected: ['403 /d/', '404 /d/'] });
  });

  it(`is accessible for an agent: queue, search, incident, refusals, ${theme}`, async () => {
    const noIncident = '/portal/incidents/01a1fd00-0000-7000-8000-000000000002';
    const phone = encodeURIComponent(caller.number);
    const stops: Stop[] = [
      { what: 'queue', path: '/portal', ready: (page) => page.locator('a[data-row]').first().waitFor() },
      { what: 'search', path: `/portal/search?query=${phone}`, ready: incidentStands },
      { what: 'incident', path: `/portal/incidents/${incidentId}`, ready: incidentStands },
      { what: 'unreadable search', path: '/portal/search?query=0142', ready: heading('“0142” cannot be searched') },
      { what: 'unknown incident', path: noIncident, ready: heading('No such incident') },
      { what: 'admin refused', path: '/portal/admin', ready: heading('Not allowed') },
    ];
    await walk(stops, theme, {
      as: 'sandboxAgent',
      expected: ['400 /api/search', '404 /api/incidents', '404 /api/seats'],
    });
  });

  it(`is accessible for those who administer: users, clients, agencies, their dialogs, ${theme}`, async () => {
    const users = '/portal/admin/users';
    const clients = '/portal/admin/clients';
    const agencies = '/portal/admin/agencies';
    await walk(
      [
        { what: 'users', path: users, ready: (page) => page.getByText('agent@sandbox.test').waitFor() },
        { what: 'Add User', path: users, ready: inDialog('Add User') },
        { what: 'Edit user', path: users, ready: inDialog('Edit') },
        { what: 'New password link', path: users, ready: inDialog('New password link') },
        { what: 'clients', path: clients, ready: heading('Sandbox CAD') },
        { what: 'access', path: '/portal/admin/access', ready: inAccess },
        { what: 'alert settings', path: '/portal/admin/alerts', ready: heading('Alerts') },
        { what: 'webhooks', path: '/portal/admin/webhooks', ready: heading('Webhooks') },
        { what: 'security', path: '/portal/admin/security', ready: heading('Sign-ins by the password grant') },
        { what: 'retention', path: '/portal/admin/retention', ready: heading('Retention') },
        { what: 'roles', path: '/portal/admin/roles', ready: heading('Roles') },
        { what: 'Add role', path: '/portal/admin/roles', ready: inDialog('Add role') },
        { what: 'single sign-on', path: '/portal/admin/single-sign-on', ready: heading('Single sign-on') },
        {
          what: 'Add identity provider',
          path: '/portal/admin/single-sign-on',
          ready: inDialog('Add identity provider'),
        },
        {
          what: 'audit record',
          path: '/portal/admin/audit?outcome=success',
          ready: (page) => page.getByRole('row').nth(1).getByRole('button').click(),
        },
        {
          what: 'consent',
          path: `/portal/authorize/${authorizationId}`,
          ready: heading('Allow Sandbox Responder App?'),
        },
        { what: 'Remove secret', path: clients, ready: inDialog('Remove') },
      ],
      theme,
      { as: 'sandboxAdmin' },
    );
    await walk(
      [
        { what: 'agencies', path: agencies, ready: (page) => page.getByText('harbor-city').waitFor() },
        { what: 'mail', path: '/portal/admin/mail', ready: heading('Mail') },
        { what: 'Add agency', path: agencies, ready: inDialog('Add agency') },
        { what: 'Disable agency', path: agencies, ready: inDialog('State of Harbor City') },
        { what: "operator's users", path: users, ready: (page) => page.getByLabel('Agency').waitFor() },
      ],
      theme,
      { as: 'operator' },
    );
  });
}
