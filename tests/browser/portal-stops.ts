import type { Page } from 'playwright-core';
import type { Person } from '../e2e/sandbox.ts';
import { newCaller } from './alerts.ts';
import { DEVELOPER_STOPS } from './developer-stops.ts';
import { beginsWith, wordsOf } from './page-words.ts';
import { sendSignIn } from './people.ts';
import type { PortalWorld } from './portal-world.ts';
import { ADMIN_QUESTION_STOPS, AGENT_QUESTION_STOPS } from './question-stops.ts';
import { SHARE_STOPS, TRANSFER_STOPS } from './transfer-stops.ts';

/** One page of the portal in one state. */
export interface Stop {
  readonly what: string;
  /** Its address as the router states it. */
  readonly route: string;
  /** From the root of the server, or whole. */
  readonly path: (world: PortalWorld) => string | Promise<string>;
  /** Brings the page into the state and resolves when it stands. */
  readonly ready: (page: Page) => Promise<unknown>;
  /** The refusals that it provokes; see `PageWatch`. */
  readonly expected?: readonly string[];
}

const heading = (name: string) => (page: Page) =>
  page.getByRole('heading', { name: wordsOf(page, name), exact: true }).waitFor();
const shows = (text: string) => (page: Page) => page.getByText(wordsOf(page, text)).first().waitFor();
const incidentStands = (page: Page) =>
  Promise.all([page.getByTestId('card').first().waitFor(), page.getByTestId('uncertainty-circle').waitFor()]);
const inDialog = (button: string) => async (page: Page) => {
  await page
    .getByRole('button', { name: beginsWith(page, button) })
    .first()
    .click();
  await page.getByRole('dialog').locator('input, button').first().waitFor();
};
const at = (path: string) => () => path;

/** A page of Admin at its own address. */
const admin = (what: string, section: string, ready: Stop['ready']): Stop => ({
  ...{ what, ready },
  route: `/portal/admin/${section}`,
  path: at(`/portal/admin/${section}`),
});
const chartsStand = (page: Page) => page.locator('figure svg path[data-value]').first().waitFor();

/** What anybody sees, without a session. */
const STRANGERS: readonly Stop[] = [
  { what: 'sign-in', route: '/portal/sign-in', path: at('/portal/sign-in'), ready: heading('Sign in') },
  { what: 'signed out', route: '/portal/sign-out', path: at('/portal/sign-out'), ready: heading('Signed out') },
  {
    what: 'refused sign-in',
    route: '/portal/sign-in',
    path: at('/portal/sign-in'),
    async ready(page) {
      await sendSignIn(page, 'nobody@sandbox.test', 'not the password 58');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    what: 'set password',
    route: '/portal/set-password',
    path: ({ passwordLink }) => passwordLink,
    ready: (page) => page.getByLabel(wordsOf(page, 'New password')).waitFor(),
  },
  {
    what: 'refused password link',
    route: '/portal/set-password',
    path: at('/portal/set-password#nobodys-link'),
    ready: heading('This link cannot be used'),
    expected: ['/api/password-link/check'],
  },
  { what: 'no such page', route: '*', path: at('/portal/deeplink/x/y'), ready: heading('There is no such page') },
  {
    what: 'display',
    route: '/portal/board',
    path: ({ boardUrl }) => boardUrl,
    ready: (page) => page.getByTestId('board-row').first().waitFor(),
  },
  {
    what: 'ended display',
    route: '/portal/board',
    path: at('/portal/board#nobodys-display'),
    ready: heading('This display was ended'),
    expected: ['401 /api/board'],
  },
  {
    what: 'developer sign-in',
    route: '/developers/sign-in',
    path: at('/developers/sign-in'),
    ready: heading('Developers'),
  },
  {
    what: 'developer sign-up',
    route: '/developers/sign-up',
    path: at('/developers/sign-up'),
    ready: heading('Sign up as a developer'),
  },
  {
    what: 'developer confirmation',
    route: '/developers/confirm',
    path: at('/developers/confirm#x'),
    ready: heading('Confirm your account'),
  },
  // It closes its window, which browsers allow where nothing was before it: so it comes last.
  { what: 'confirmed', route: '/portal/confirmed', path: at('/portal/confirmed'), ready: heading('Confirmed') },
];

const DEEPLINKS: readonly Stop[] = [
  {
    what: 'deeplink',
    route: '/portal/deeplink/:deeplinkId',
    path: ({ newDeeplink, uniqueNumber: query }) => newDeeplink({ query }),
    ready: incidentStands,
  },
  {
    what: 'deeplink of several incidents',
    route: '/portal/deeplink/:deeplinkId',
    path: ({ newDeeplink, callerNumber: query }) => newDeeplink({ query }),
    ready: incidentStands,
  },
  {
    what: 'cards alone',
    route: '/portal/deeplink/:deeplinkId',
    path: ({ newDeeplink, uniqueNumber: query }) => newDeeplink({ query, view: 'cards' }),
    ready: (page) => page.getByTestId('card').first().waitFor(),
  },
  {
    what: 'waiting deeplink',
    route: '/portal/deeplink/:deeplinkId',
    path: ({ newDeeplink }) => newDeeplink({ query: newCaller().number }),
    ready: shows('Waiting for '),
  },
  {
    what: 'owned deeplink',
    route: '/d/:ticket',
    path: ({ ownedDeeplink }) => ownedDeeplink,
    ready: heading('Opened in another browser'),
    expected: ['403 /d/'],
  },
  {
    what: 'unknown deeplink',
    route: '/d/:ticket',
    path: at('/d/nobodys-ticket'),
    ready: heading('This deeplink is not valid'),
    expected: ['404 /d/'],
  },
  {
    what: 'ended deeplink',
    route: '/portal/deeplink/:deeplinkId',
    path: at('/portal/deeplink/nobodys'),
    ready: heading('This deeplink has expired'),
  },
];

const AGENTS: readonly Stop[] = [
  {
    what: 'queue',
    route: '/portal',
    path: at('/portal'),
    ready: (page) => page.locator('a[data-row]').first().waitFor(),
  },
  {
    what: 'queue of an area',
    route: '/portal',
    path: at('/portal?area=-180,-85,180,85'),
    async ready(page) {
      await page.getByRole('button', { name: wordsOf(page, 'Remove filter Within a part of the map') }).waitFor();
      await page.getByRole('button', { name: wordsOf(page, 'Filter'), exact: true }).click();
      await page.getByLabel(wordsOf(page, 'Area')).waitFor();
    },
  },
  {
    what: 'shortcuts',
    route: '/portal',
    path: at('/portal'),
    async ready(page) {
      await page.locator('a[data-row]').first().waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    what: 'overview map',
    route: '/portal/map',
    path: at('/portal/map'),
    ready: (page) => page.getByTestId('overview-mark').first().waitFor(),
  },
  {
    what: 'search',
    route: '/portal/search',
    path: ({ callerNumber }) => `/portal/search?query=${encodeURIComponent(callerNumber)}`,
    ready: incidentStands,
  },
  {
    what: 'search without a match',
    route: '/portal/search',
    path: at('/portal/search?query=0142'),
    ready: heading('Nothing matches “0142”'),
    expected: ['400 /api/search'],
  },
  {
    what: 'incident',
    route: '/portal/incidents/:incidentId',
    path: ({ incidentId }) => `/portal/incidents/${incidentId}`,
    ready: incidentStands,
  },
  ...TRANSFER_STOPS,
  ...AGENT_QUESTION_STOPS,
  {
    what: 'incident with an opened sensitive card',
    route: '/portal/incidents/:incidentId',
    path: ({ incidentId }) => `/portal/incidents/${incidentId}`,
    async ready(page) {
      await page.getByRole('button', { name: wordsOf(page, 'Open Medical profile') }).click();
      await page.getByText('penicillin').waitFor();
    },
  },
  {
    what: 'unknown incident',
    route: '/portal/incidents/:incidentId',
    path: at('/portal/incidents/01a1fd00-0000-7000-8000-000000000002'),
    ready: heading('No such incident'),
    expected: ['404 /api/incidents', '404 /api/seats'],
  },
  {
    what: 'sign out',
    route: '/portal/sign-out',
    path: at('/portal/sign-out'),
    ready: heading('Sign out of Sallyport?'),
  },
  {
    what: 'no applications',
    route: '/portal/applications',
    path: at('/portal/applications'),
    ready: shows('None yet. An administrator of your agency allows an application by opening it once.'),
  },
  {
    what: 'my account',
    route: '/portal/account',
    path: at('/portal/account'),
    ready: shows('You sign in by your password alone.'),
  },
  {
    what: 'adding a factor',
    route: '/portal/account',
    path: at('/portal/account'),
    async ready(page) {
      await page.getByRole('button', { name: wordsOf(page, 'Add a factor') }).click();
      // Browsers give passkeys to host names alone, so an address has the app to choose.
      await page.getByLabel(wordsOf(page, 'Name of the device')).waitFor();
    },
  },
  { what: 'device code', route: '/portal/device', path: at('/portal/device'), ready: heading('Connect a device') },
  { what: 'admin refused', route: '/portal/admin/users', path: at('/portal/admin'), ready: heading('Not allowed') },
];

const ADMINS: readonly Stop[] = [
  admin('users', 'users', shows('agent@sandbox.test')),
  admin('Add User', 'users', inDialog('Add User')),
  admin('Edit user', 'users', inDialog('Edit')),
  admin('New password link', 'users', inDialog('New password link')),
  admin('roles', 'roles', heading('Roles')),
  admin('Add role', 'roles', inDialog('Add role')),
  admin('single sign-on', 'single-sign-on', heading('Single sign-on')),
  admin('Add identity provider', 'single-sign-on', inDialog('Add identity provider')),
  admin('clients', 'clients', heading('Sandbox CAD')),
  admin('New client', 'clients', inDialog('New client')),
  admin('Remove secret', 'clients', inDialog('Remove')),
  admin('access', 'access', (page) =>
    page
      .getByRole('button', { name: wordsOf(page, 'End access') })
      .first()
      .waitFor(),
  ),
  admin('personal token', 'personal-token', (page) => page.getByRole('checkbox').first().waitFor()),
  admin('alert settings', 'alerts', (page) =>
    page.getByLabel(wordsOf(page, 'Cards that stay closed until somebody opens them')).waitFor(),
  ),
  admin('webhooks', 'webhooks', (page) => page.getByRole('link', { name: 'Records system' }).waitFor()),
  admin('New webhook', 'webhooks', inDialog('New webhook')),
  {
    what: 'webhook',
    route: '/portal/admin/webhooks/:webhookId',
    path: ({ webhookId }) => `/portal/admin/webhooks/${webhookId}`,
    ready: heading('Records system'),
  },
  {
    what: 'no such webhook',
    route: '/portal/admin/webhooks/:webhookId',
    path: at('/portal/admin/webhooks/999999'),
    ready: heading('No such webhook'),
  },
  admin('security', 'security', heading('Sign-ins by the password grant')),
  admin('displays', 'displays', shows('North wall')),
  ...SHARE_STOPS,
  ...ADMIN_QUESTION_STOPS,
  admin('addresses', 'addresses', (page) => page.getByLabel(wordsOf(page, 'Open positions in')).waitFor()),
  admin('retention', 'retention', (page) => page.getByRole('button', { name: wordsOf(page, 'Save') }).waitFor()),
  admin('reports', 'reports', chartsStand),
  {
    what: 'reports of a month without anything',
    route: '/portal/admin/reports',
    path: at('/portal/admin/reports?period=month&month=2020-02'),
    ready: shows('Nothing came in during these days, or it is no longer kept. Choose other days above.'),
  },
  {
    what: 'a chart as its table',
    route: '/portal/admin/reports',
    path: at('/portal/admin/reports?period=today'),
    async ready(page) {
      await chartsStand(page);
      await page
        .getByRole('button', { name: beginsWith(page, 'Table: ') })
        .first()
        .click();
      await page.getByRole('button', { pressed: true }).waitFor();
    },
  },
  {
    what: 'monthly report',
    route: '/portal/admin/reports/month',
    path: () => `/portal/admin/reports/month?month=${new Date().toISOString().slice(0, 7)}`,
    ready: chartsStand,
  },
  admin('audit', 'audit', (page) => page.getByRole('row').nth(1).waitFor()),
  {
    what: 'audit record',
    route: '/portal/admin/audit',
    path: at('/portal/admin/audit?outcome=success'),
    ready: (page) => page.getByRole('row').nth(1).getByRole('button').click(),
  },
  {
    what: 'no such section',
    route: '*',
    path: at('/portal/admin/nothing'),
    ready: heading('There is no such page'),
  },
  {
    what: 'consent',
    route: '/portal/authorize/:authorizationId',
    path: ({ authorizationId }) => `/portal/authorize/${authorizationId}`,
    ready: heading('Allow Sandbox Responder App?'),
  },
  {
    what: 'device question',
    route: '/portal/device',
    path: ({ userCode }) => `/portal/device?user_code=${userCode}`,
    async ready(page) {
      await page.getByRole('button', { name: wordsOf(page, 'Continue') }).click();
      await heading('Allow Sandbox Responder App?')(page);
    },
  },
];

const OPERATORS: readonly Stop[] = [
  admin('installation', 'installation', async (page) => {
    await page.locator('[data-finding]').first().waitFor();
    await page.locator('[data-server]').first().waitFor();
  }),
  admin('agencies', 'agencies', shows('harbor-city')),
  admin('Add agency', 'agencies', inDialog('Add agency')),
  admin('Language of an agency', 'agencies', inDialog('Language of Harbor City')),
  admin('Disable agency', 'agencies', inDialog('State of Harbor City')),
  {
    what: 'boundary',
    route: '/portal/admin/agencies/:agencyId/boundary',
    path: at('/portal/admin/agencies/harbor-city/boundary'),
    ready: (page) => page.locator('[data-boundary-facts]').waitFor(),
  },
  admin('operators', 'operators', shows('operator@sallyport.test')),
  admin('maps', 'map', heading('Map')),
  admin('mail', 'mail', heading('Mail')),
  admin('callflows', 'callflows', (page) =>
    page
      .getByRole('button', { name: beginsWith(page, 'Edit ') })
      .first()
      .waitFor(),
  ),
  admin('Edit callflow', 'callflows', inDialog('Edit ')),
  admin('applications', 'applications', heading('Applications')),
  {
    what: 'application under review',
    route: '/portal/admin/applications/:applicationId',
    path: ({ applicationId }) => `/portal/admin/applications/${applicationId}`,
    ready: heading('Details'),
  },
  admin("operator's users", 'users', (page) => page.getByLabel(wordsOf(page, 'Agency')).waitFor()),
  admin("operator's reports", 'reports', (page) => page.getByLabel(wordsOf(page, 'Agency')).waitFor()),
];

/** Every page of the portal, by who sees it: walked by the accessibility tests and on the contact sheet. */
export const STOPS: readonly {
  readonly name: string;
  readonly as: Person | 'developer' | null;
  readonly stops: readonly Stop[];
}[] = [
  { name: 'before sign-in', as: null, stops: STRANGERS },
  { name: 'on deeplinks and where they are refused', as: null, stops: DEEPLINKS },
  { name: 'for an agent', as: 'sandboxAgent', stops: AGENTS },
  { name: 'for an administrator', as: 'sandboxAdmin', stops: ADMINS },
  { name: 'for an operator', as: 'operator', stops: OPERATORS },
  { name: 'for a developer', as: 'developer', stops: DEVELOPER_STOPS },
];
