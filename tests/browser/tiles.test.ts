import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { PEOPLE } from '../e2e/sandbox.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { sendSignIn, signInAt } from './people.ts';
import { type RelyingParty, startRelyingParty } from './relying-party.ts';
import { openStage } from './stage.ts';

const NAME = 'Shift Roster';
/** The narrowest screen that everything must fit. */
const NARROW = { width: 360, height: 740 };

const stage = await openStage();

describe('the tile of an application', () => {
  let board: RelyingParty | undefined;
  let url = '';
  before(async () => {
    board = await startRelyingParty(stage, { id: 'shift-roster', name: NAME });
    url = board.url;
  });
  after(() => board?.close());

  it('opens it signed in, in a tab of its own, and whoever leaves the application has left the portal', async () => {
    const admin = await stage.visit({ hosts: [url] });
    await signInAt(admin, `${stage.url}/portal`, 'sandboxAdmin');
    await admin.goto(`${url}/login?iss=${encodeURIComponent(stage.url)}`);
    await admin.getByRole('button', { name: 'Allow', exact: true }).click();
    await admin.getByText('Signed in as admin@sandbox.test').waitFor();

    const seat = await stage.visit({ hosts: [url], expected: ['401 /api/'] });
    await signInAt(seat, `${stage.url}/portal`, 'sandboxAgent');
    await seat.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Applications' }).click();
    const [opened] = await Promise.all([
      seat.context().waitForEvent('page'),
      seat.getByRole('link', { name: NAME }).click(),
    ]);
    await opened.getByText('Signed in as agent@sandbox.test').waitFor();
    await opened.getByText('Opener: none').waitFor();
    await seat.getByRole('heading', { name: 'Applications' }).waitFor();

    await opened.getByRole('link', { name: 'Sign out' }).click();
    await opened.getByText('Signed out of the application').waitFor();
    assert.equal(opened.url(), `${url}/signed-out`);
    await eventually(() => board?.loggedOut.length === 1);
    await seat.reload();
    await seat.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('is there for the people of the agency that allowed it, and is accessible at every width', async () => {
    const page = await stage.visit({ theme: 'dark' });
    await signInAt(page, `${stage.url}/portal/applications`, 'sandboxAgent');
    await page.getByRole('link', { name: NAME }).waitFor();
    await assertSoundInBothThemes(page, 'applications');
    await page.setViewportSize(NARROW);
    await page.getByRole('link', { name: NAME }).waitFor();
    await assertSoundInBothThemes(page, 'applications, narrow');
    const other = await stage.visit();
    await other.goto(`${stage.url}/portal/applications`);
    await sendSignIn(other, ...PEOPLE.harborAgent);
    await other.getByText('None yet.').waitFor();
    assert.equal(await other.getByRole('link', { name: 'Applications' }).count(), 0);
  });
});
