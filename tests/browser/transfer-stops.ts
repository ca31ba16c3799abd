import type { Page } from 'playwright-core';
import { beginsWith, wordsOf } from './page-words.ts';
import type { PortalWorld } from './portal-world.ts';

/** What other agencies see and let be seen: the list, one that was received, and one that is over. */
export const TRANSFER_STOPS = [
  {
    what: 'transfers',
    route: '/portal/transfers',
    path: () => '/portal/transfers',
    ready: (page: Page) => page.getByText('Harbor City Dispatch').first().waitFor(),
  },
  {
    what: 'transferred incident',
    route: '/portal/transfers/:transferId',
    path: ({ transferId }: PortalWorld) => `/portal/transfers/${transferId}`,
    ready: (page: Page) => page.getByTestId('card').first().waitFor(),
  },
  {
    what: 'transfer that is not in force',
    route: '/portal/transfers/:transferId',
    path: () => '/portal/transfers/nothing',
    ready: (page: Page) => page.getByRole('heading', { name: wordsOf(page, 'Not to be seen any more') }).waitFor(),
    expected: ['404 /api/transfers/'],
  },
] as const;

/** A polygon is chosen, and drawn by corners that are typed. */
async function drawPolygon(page: Page): Promise<void> {
  await page.getByLabel(wordsOf(page, 'Area'), { exact: true }).selectOption('polygon');
  await page.getByLabel(wordsOf(page, 'Corners of the area')).fill('40.6, -74.2\n40.6, -73.8\n40.9, -74');
  await page.getByTestId('drawn-area').locator('circle').nth(2).waitFor();
}

/** Admin: what agencies share, the question before one ends, and whose account is to be reviewed. */
export const SHARE_STOPS = [
  {
    what: 'shares',
    route: '/portal/admin/shares',
    path: () => '/portal/admin/shares',
    ready: (page: Page) => page.getByText('Mutual aid at the river').first().waitFor(),
  },
  {
    what: 'sharing a polygon',
    route: '/portal/admin/shares',
    path: () => '/portal/admin/shares',
    ready: drawPolygon,
  },
  {
    what: 'a display of a polygon',
    route: '/portal/admin/displays',
    path: () => '/portal/admin/displays',
    ready: drawPolygon,
  },
  {
    what: 'End a share',
    route: '/portal/admin/shares',
    path: () => '/portal/admin/shares',
    async ready(page: Page) {
      await page
        .getByRole('button', { name: wordsOf(page, 'End the share') })
        .first()
        .click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: wordsOf(page, 'Keep it') })
        .waitFor();
    },
  },
  {
    what: 'account reviews',
    route: '/portal/admin/account-reviews',
    path: () => '/portal/admin/account-reviews',
    ready: (page: Page) =>
      page
        .getByRole('button', { name: beginsWith(page, 'Confirm ') })
        .first()
        .waitFor(),
  },
] as const;
