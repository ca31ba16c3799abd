import type { Page } from 'playwright-core';
import { wordsOf } from './page-words.ts';
import type { PortalWorld } from './portal-world.ts';

const heading = (name: string) => (page: Page) =>
  page.getByRole('heading', { name: wordsOf(page, name), exact: true }).waitFor();

/** What a developer sees of their own applications. */
export const DEVELOPER_STOPS = [
  {
    what: "developer's applications",
    route: '/developers',
    path: () => '/developers',
    ready: heading('Your applications'),
  },
  {
    what: 'registering an application',
    route: '/developers/applications/new',
    path: () => '/developers/applications/new',
    ready: heading('Register an application'),
  },
  {
    what: "developer's application",
    route: '/developers/applications/:applicationId',
    path: ({ applicationId }: PortalWorld) => `/developers/applications/${applicationId}`,
    ready: heading('Addresses'),
  },
] as const;
