import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Person } from '../e2e/sandbox.ts';
import { wordsOf } from './page-words.ts';
import { signInAt } from './people.ts';
import type { STOPS, Stop } from './portal-stops.ts';
import type { PortalWorld } from './portal-world.ts';
import { SCREEN } from './stage.ts';

/** Opens the session in which those pages are seen. */
export async function signInFor(page: Page, url: string, as: Person | 'developer' | null): Promise<void> {
  if (as === null) return;
  if (as === 'developer') {
    const data = { email: 'developer@sandbox.test', password: 'sandbox-developer-911' };
    const answer = await page.request.post(`${url}/api/developer/session`, { data, headers: { origin: url } });
    assert.equal(answer.status(), 200, await answer.text());
    await page.goto(`${url}/developers`);
    await page.getByRole('heading', { name: wordsOf(page, 'Your applications') }).waitFor();
    return;
  }
  await signInAt(page, `${url}/portal`, as);
}

/** Goes there and resolves once the page stands. */
export async function goTo(page: Page, world: PortalWorld, { path, ready }: Stop): Promise<void> {
  const address = await path(world);
  await page.goto(address.startsWith('http') ? address : `${world.url}${address}`);
  await ready(page);
}

/** The same without loading the document anew, as a person does: first to no page, so that nothing of the one before is left. */
export async function goWithin(page: Page, world: PortalWorld, { path, ready }: Stop): Promise<void> {
  const to = (address: string) =>
    page.evaluate((path) => {
      history.pushState({}, '', path);
      dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    }, address);
  await to('/portal/no-page');
  await page.getByRole('heading', { name: wordsOf(page, 'There is no such page'), exact: true }).waitFor();
  await to(await path(world));
  await ready(page);
}

/** Signs in as that walk asks, goes to each of its stops in turn at the width of a screen, and looks at each once it stands. */
export async function walkStops(
  page: Page,
  world: PortalWorld,
  { as, stops }: Pick<(typeof STOPS)[number], 'as' | 'stops'>,
  look: (stop: Stop) => Promise<void>,
): Promise<void> {
  await signInFor(page, world.url, as);
  for (const [index, stop] of stops.entries()) {
    await page.setViewportSize(SCREEN);
    if (as === null || index === 0 || stop.route === '*') await goTo(page, world, stop);
    else await goWithin(page, world, stop);
    await look(stop);
  }
}
