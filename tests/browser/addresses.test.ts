import { it } from 'node:test';
import { clientToken, raise } from '../e2e/sandbox.ts';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { signInAt } from './people.ts';
import { openStage, PANEL } from './stage.ts';

const stage = await openStage();

/** In the middle of the sandbox's invented streets: between Heron and Kestrel Street, Juniper and Fennel Avenue. */
const CSV = `Add_Number,St_Name,St_PosTyp,Post_Comm,State,Post_Code,Longitude,Latitude
7,Quiet,Lane,Sandbox,NY,00501,-73.9857,40.7484
9,Quiet,Lane,Sandbox,NY,00501,-73.9857,40.7486
,Quiet,Lane,Sandbox,NY,00501,-73.9857,40.7488
`;

it('a position is shown with its nearest address, cross streets, how sure it is and its codes', async () => {
  const caller = newCaller();
  await sendAlert(stage.url, { phone: caller.number, uncertainty: 800 });
  const page = await stage.visit({ size: PANEL });
  await page.goto(await newDeeplink(stage.url, { query: caller.number }));
  const panel = page.getByRole('region', { name: 'Position' });
  await panel.getByText('Over 500 m').waitFor();
  await panel.getByText(/Nearest address .* (Street|Avenue), Sandbox, NY 00501/).waitFor();
  await panel.getByText(/(Street|Avenue) between .* and .*/).waitFor();
  await panel.getByText('18TWL8562811322').waitFor();
  await panel.getByText('87G8P2X7+9P').waitFor();
  await page.getByTestId('trail').locator('[data-kind=supplemental]').waitFor();
  await assertSoundInBothThemes(page, 'position');
});

it('an alert with an address alone is on the map, marked as found for the address', async () => {
  const { number } = newCaller();
  await raise(stage.url, await clientToken(stage.url, 'sandbox-alarm'), {
    callflow: 'sandbox',
    variables: {
      user: { full_name: 'Jordan Rivera', phone_number: number },
      event: {
        emergency_type: 'FIRE',
        location: { civic: { street_1: '250 Merlin St', city: 'Sandbox', state: 'NY' } },
      },
    },
  });
  const page = await stage.visit();
  await page.goto(await newDeeplink(stage.url, { query: number }));
  await page.getByTestId('position-mark').waitFor();
  await page.getByTestId('trail').locator('[data-kind=geocoded]').waitFor();
  await page.getByTestId('place-words').getByText('No device stated it: estimated along the street').waitFor();
  await page.getByText('Geocoded from the address').first().waitFor();
  await assertSoundInBothThemes(page, 'address alone');
});

it('a sensitive card is closed until somebody opens it, and states who did', async () => {
  const { number } = newCaller();
  const groups = { medical_profile: { allergies: 'penicillin' } };
  await sendAlert(stage.url, { phone: number, type: 'MEDICAL', groups });
  const page = await stage.visit();
  await page.goto(await newDeeplink(stage.url, { query: number }));
  const card = page.getByTestId('card').filter({ hasText: 'Medical profile' });
  await card.getByText('Nobody has opened it.').waitFor();
  await assertSoundInBothThemes(page, 'sensitive card');
  await card.getByRole('button', { name: 'Open Medical profile' }).click();
  await card.getByText('penicillin').waitFor();
  await card.getByText(/Opened by Sam Agent/).waitFor();
  await page.reload();
  await card.getByText(/Opened by Sam Agent/).waitFor();
  await card.getByRole('button', { name: 'Open Medical profile' }).waitFor();
});

it("an administrator loads the agency's addresses, which the search then completes", async () => {
  const page = await stage.visit({ tolerated: ['400 /api/search'] });
  await signInAt(page, `${stage.url}/portal/admin/addresses`, 'harborAdmin');
  await page.getByText('Nothing is loaded yet.').waitFor();
  await page.locator('input[type=file]').setInputFiles({
    name: 'quiet.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(CSV),
  });
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await page.getByText('Loaded 2, left out 1.').waitFor();
  await page.getByText(/Record 3: .*house number/).waitFor();
  await page.getByRole('row', { name: /Address points 2 1 quiet.csv/ }).waitFor();
  await assertSoundInBothThemes(page, 'admin addresses');
  const box = page.getByRole('searchbox');
  await box.fill('9 qui');
  await page.getByRole('link', { name: /9 Quiet Lane, Sandbox, NY 00501/ }).click();
  await page.getByTestId('found-place').getByText('40.748600, -73.985700').waitFor();
  await box.fill('18T WL 85628 11322');
  await box.press('Enter');
  await page
    .getByTestId('found-place')
    .getByText(/40\.7484\d\d, -73\.9856\d\d/)
    .waitFor();
  await page.goto(`${stage.url}/portal/admin/addresses`);
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('Nothing is loaded yet.').waitFor();
});

it("all that is active is on one map with the agency's boundary, and a position opens in the program the agency names", async () => {
  const { number } = newCaller();
  await sendAlert(stage.url, { phone: number, type: 'CO' });
  const page = await stage.visit();
  await signInAt(page, `${stage.url}/portal/admin/addresses`, 'sandboxAdmin');
  await page.getByLabel('Open positions in').fill('https://cad.example/map?at={latitude},{longitude}');
  await page.getByRole('button', { name: 'Save link' }).click();
  await page.getByText('Link saved.').first().waitFor();
  await page.getByRole('link', { name: 'Map', exact: true }).first().click();
  await page.getByTestId('overview').locator('path').first().waitFor();
  await page.getByTestId('overview-mark').first().waitFor();
  await assertSoundInBothThemes(page, 'overview map');
  await page.getByRole('list', { name: 'Active incidents' }).getByRole('link').first().click();
  const link = page.getByRole('link', { name: 'Open in cad.example' });
  await link.waitFor();
  await page.locator('a[href^="https://cad.example/map?at=40."]').waitFor();
});

it('a wall display shows what is active by its link alone, states that it is cut off and since when, and ends', async () => {
  await sendAlert(stage.url, { phone: newCaller().number, type: 'FIRE' });
  const page = await stage.visit();
  await signInAt(page, `${stage.url}/portal/admin/displays`, 'sandboxAdmin');
  await page.getByLabel('Name of the display').fill('North wall');
  await page.getByRole('button', { name: 'Make a display' }).click();
  const link = page.getByTestId('board-link');
  await link.waitFor();
  const url = (await link.textContent()) ?? '';
  await assertSoundInBothThemes(page, 'admin displays');
  const board = await stage.visit({ tolerated: ['net::ERR_FAILED', '401 /api/board'] });
  await board.goto(url);
  await board.getByRole('heading', { name: 'Sandbox County 9-1-1' }).waitFor();
  await board.getByTestId('board-row').filter({ hasText: 'Fire' }).first().waitFor();
  await board
    .getByTestId('wake')
    .getByText(/Screen/)
    .waitFor();
  await board.getByRole('button', { name: 'Test sound' }).click();
  await board.getByTestId('sound').getByText('Sound on').waitFor();
  await assertSoundInBothThemes(board, 'wall display');
  await board.route('**/api/board', (route) => route.abort());
  await board
    .getByRole('alert')
    .getByText(/Cut off since \d/)
    .waitFor();
  await board.getByTestId('board-row').first().waitFor();
  await board.unroute('**/api/board');
  await board.getByText(/Cut off since/).waitFor({ state: 'detached' });
  await page
    .getByRole('row', { name: /North wall/ })
    .getByRole('button', { name: 'End' })
    .click();
  await page.getByRole('button', { name: 'End display' }).click();
  await board.getByRole('heading', { name: 'This display was ended' }).waitFor();
});
