import type { Page } from 'playwright-core';
import { beginsWith, wordsOf } from './page-words.ts';
import type { PortalWorld } from './portal-world.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name: beginsWith(page, name) }).first();

/** A button is pressed, and what it asks stands in a dialog. */
const asks = (name: string) => async (page: Page) => {
  await button(page, name).click();
  await page.getByRole('dialog').locator('input, button').first().waitFor();
};

const ofIncident = (what: string, name: string) => ({
  what,
  route: '/portal/incidents/:incidentId',
  path: ({ incidentId }: PortalWorld) => `/portal/incidents/${incidentId}`,
  ready: asks(name),
});

const ofWebhook = (what: string, name: string) => ({
  what,
  route: '/portal/admin/webhooks/:webhookId',
  path: ({ webhookId }: PortalWorld) => `/portal/admin/webhooks/${webhookId}`,
  ready: asks(name),
});

const ofQueue = (what: string, ready: (page: Page) => Promise<unknown>) => ({
  ...{ what, ready },
  route: '/portal',
  path: () => '/portal',
});

/** What a dispatcher is asked before something is done with an incident, what opens in the header, and who signs in to an application. */
export const AGENT_QUESTION_STOPS = [
  ofIncident('closing an incident', 'Close …'),
  ofIncident('sending an incident to the CAD', 'Send to CAD …'),
  ofIncident('transferring an incident', 'Transfer …'),
  ofIncident('declining an alert', 'Decline …'),
  ofQueue('sound of the seat', async (page) => {
    await page.locator('[data-sound]').click();
    await page.getByRole('button', { name: wordsOf(page, 'Play it once') }).waitFor();
  }),
  ofQueue('menu of the person', async (page) => {
    await button(page, 'Signed in as ').click();
    await page.getByRole('link', { name: wordsOf(page, 'My account') }).waitFor();
  }),
  ofQueue('what is found while one types', async (page) => {
    await page.getByRole('searchbox').fill('Jordan');
    await page.locator('[data-options] a').first().waitFor();
  }),
  {
    what: 'an application that expects another person',
    route: '/portal/authorize/:authorizationId',
    path: ({ othersAuthorizationId }: PortalWorld) => `/portal/authorize/${othersAuthorizationId}`,
    ready: (page: Page) => page.getByRole('heading', { name: wordsOf(page, 'Sign in to Sandbox Web App') }).waitFor(),
  },
] as const;

/** What an administrator is asked before something is sent, renewed, ended or removed. */
export const ADMIN_QUESTION_STOPS = [
  ofWebhook('testing a webhook', 'Send test'),
  ofWebhook('editing a webhook', 'Edit'),
  ofWebhook('renewing a signing secret', 'New secret'),
  ofWebhook('removing a webhook', 'Remove'),
  ofWebhook('replaying a span', 'Replay a span'),
  {
    what: 'ending a display',
    route: '/portal/admin/displays',
    path: () => '/portal/admin/displays',
    ready: asks('End'),
  },
  {
    what: 'disabling an account under review',
    route: '/portal/admin/account-reviews',
    path: () => '/portal/admin/account-reviews',
    ready: asks('Disable '),
  },
] as const;
