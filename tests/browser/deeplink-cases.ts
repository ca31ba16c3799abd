import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { newCaller, newDeeplink, sendAlert } from './alerts.ts';
import { assertCircleIsOf, scaleAndCircle } from './map-scale.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';
import { standingMap } from './standing-map.ts';

/** More than there are stops before the list. */
const MANY_TABS = 60;
const incidentTitle = (page: Page) => page.locator('#incident-title');

export const deeplinkCases = (stage: Stage) =>
  describe('a deeplink', () => {
    it('opens a deeplink signed in as its user on the alert of the caller, and its ticket leaves the address', async () => {
      const caller = newCaller();
      const alertId = await sendAlert(stage.url, { phone: caller.number, description: 'Glass broken at the back' });
      const url = await newDeeplink(stage.url, { query: `tel://${caller.number.slice(1)}` });
      const page = await stage.visit();
      await page.goto(url);
      await incidentTitle(page).getByText('Burglary').waitFor();
      await page.getByText('Sam Agent · Sandbox County 9-1-1').waitFor();
      await page.getByRole('article').getByText(alertId).waitFor();
      await page.getByRole('article').getByText('Glass broken at the back').first().waitFor();
      assert.match((await page.getByTestId('session-time-left').textContent()) ?? '', /^(1 h|59 min) left$/);

      const ticket = url.split('/d/')[1] ?? '';
      assert.match(new URL(page.url()).pathname, /^\/portal\/deeplink\/[0-9a-f-]{36}$/);
      assert.ok(!(await page.content()).includes(ticket), 'the ticket is not in the page');
      await page.goBack();
      assert.equal(page.url(), 'about:blank', 'the ticket is not in the history');
    });

    it('shows the position on a map, its uncertainty circle to scale, at every zoom', async () => {
      const caller = newCaller();
      await sendAlert(stage.url, { phone: caller.number, uncertainty: 140 });
      const page = await stage.visit();
      await page.goto(await newDeeplink(stage.url, { query: caller.number }));
      const map = page.getByTestId('incident-map');
      await standingMap(page);
      await page
        .getByRole('img', { name: 'Position 40.748400, -73.985700, within 140 m (459 ft), Sandbox Alarm Company' })
        .waitFor();
      await assertCircleIsOf(page, 140);

      const isInTheMiddle = async () => {
        const dot = await page.getByTestId('position-mark').locator('circle').last().boundingBox();
        const panel = await map.boundingBox();
        if (dot === null || panel === null) return false;
        const aside = Math.abs(dot.x + dot.width / 2 - (panel.x + panel.width / 2));
        return aside < 2 && Math.abs(dot.y + dot.height / 2 - (panel.y + panel.height / 2)) < 2;
      };
      await settles(isInTheMiddle, true);

      const before = await scaleAndCircle(page);
      await map.getByRole('button', { name: 'Zoom in' }).click();
      await page.waitForFunction(
        (wanted) => Number(document.querySelector('[data-testid=uncertainty-circle]')?.getAttribute('r')) > wanted,
        before.radiusPixels * 1.9,
      );
      await assertCircleIsOf(page, 140);
    });

    it('states how old the position is, second by second', async () => {
      const caller = newCaller();
      const sentAt = performance.now();
      await sendAlert(stage.url, { phone: caller.number });
      const page = await stage.visit();
      await page.goto(await newDeeplink(stage.url, { query: caller.number }));
      await page.getByTestId('location-position').getByText('40.748400, -73.985700').waitFor();
      const ages: number[] = [];
      for (let ticks = 0; ticks < 3; ticks += 1) {
        const age = await page.waitForFunction((last) => {
          const seconds = Number.parseInt(document.querySelector('[data-testid=location-age]')?.textContent ?? '', 10);
          return seconds > last && seconds;
        }, ages.at(-1) ?? -1);
        ages.push(Number(await age.jsonValue()));
        const passed = (performance.now() - sentAt) / 1000;
        assert.ok(
          (ages.at(-1) ?? 0) <= passed + 1,
          `the ages are ${ages.join(', ')} seconds, ${passed} s after it was sent`,
        );
      }
    });

    it('draws every group of facts as a card by its schema: order, label, format, nothing hidden', async () => {
      const caller = newCaller();
      await sendAlert(stage.url, {
        phone: caller.number,
        type: 'CRASH',
        groups: {
          user: { language: 'Spanish' },
          event: {
            site_type: 'PRIVATE_ROAD',
            webhook_url: 'https://partner.test/hook',
            video_feed: 'https://partner.test/v',
          },
          vehicle: { color: 'Red', make: 'Toyota' },
          storage_tank: { fill_level: '80 %' },
        },
      });
      const page = await stage.visit();
      await page.goto(await newDeeplink(stage.url, { query: caller.number }));
      const cards = page.getByTestId('card');
      await cards.first().waitFor();
      const titles = () => cards.getByRole('heading').allTextContents();
      await settles(titles, ['Caller', 'Alert', 'Location', 'Vehicle', 'Storage tank']);
      const labelsOf = (title: string) => cards.filter({ hasText: title }).locator('dt').allTextContents();
      assert.deepEqual(await labelsOf('Storage tank'), ['Fill level']);
      assert.deepEqual(await labelsOf('Vehicle'), ['Make', 'Color']);
      await cards.getByRole('link', { name: caller.text }).waitFor();
      await cards.getByText('Private road').waitFor();
      const video = cards.getByRole('link', { name: 'https://partner.test/v' });
      assert.equal(await video.getAttribute('rel'), 'noopener noreferrer');
      assert.ok(!(await page.content()).includes('partner.test/hook'), 'a hidden fact is not in the page');
    });

    it('shows the same incident after a reload, without the ticket', async () => {
      const caller = newCaller();
      await sendAlert(stage.url, { phone: caller.number, type: 'MEDICAL' });
      const page = await stage.visit();
      await page.goto(await newDeeplink(stage.url, { query: caller.number }));
      await incidentTitle(page).getByText('Medical').waitFor();
      const opened = page.url();
      await page.reload();
      await incidentTitle(page).getByText('Medical').waitFor();
      assert.equal(page.url(), opened);
    });

    it('opens on one alert alone when the deeplink names it, whatever else its caller has', async () => {
      const caller = newCaller();
      const fire = await sendAlert(stage.url, { phone: caller.number, type: 'FIRE' });
      await sendAlert(stage.url, { phone: caller.number, type: 'MEDICAL' });
      const page = await stage.visit();
      await page.goto(await newDeeplink(stage.url, { query: fire }));
      await incidentTitle(page).getByText('Fire').waitFor();
      assert.equal(await page.getByRole('navigation').count(), 0);
    });

    it('reaches every incident of one caller by keyboard, the newest first', async () => {
      const caller = newCaller();
      for (const type of ['FIRE', 'MEDICAL', 'HOLDUP']) await sendAlert(stage.url, { phone: caller.number, type });
      const page = await stage.visit();
      await page.goto(await newDeeplink(stage.url, { query: caller.number }));
      await incidentTitle(page).getByText('Holdup').waitFor();
      const list = page.getByRole('navigation', { name: 'Matching incidents' });
      await list.getByRole('heading', { name: '3 incidents match' }).waitFor();
      const first = list.getByRole('button').first();
      const isFocused = () => first.evaluate((row) => row === document.activeElement);
      for (let tabs = 0; tabs < MANY_TABS && !(await isFocused()); tabs += 1) await page.keyboard.press('Tab');
      assert.ok(await isFocused(), `${MANY_TABS} tabs do not reach the list`);
      await page.keyboard.press('ArrowDown');
      await incidentTitle(page).getByText('Medical').waitFor();
      await page.keyboard.press('ArrowDown');
      await incidentTitle(page).getByText('Fire').waitFor();
      await page.keyboard.press('ArrowUp');
      await incidentTitle(page).getByText('Medical').waitFor();
      await list.locator('[aria-current=true]:focus').waitFor();
    });

    it('waits for a caller without an incident, and shows the alert by itself; a later one never takes its place', async () => {
      const caller = newCaller();
      const page = await stage.visit();
      await page.goto(await newDeeplink(stage.url, { query: caller.number }));
      await page.getByRole('heading', { name: `Waiting for ${caller.text}` }).waitFor();
      await sendAlert(stage.url, { phone: caller.number, type: 'CO' });
      await incidentTitle(page).getByText('CO').waitFor();

      await sendAlert(stage.url, { phone: caller.number, type: 'FIRE' });
      await page.getByTestId('arrival-announcer').getByText('New incident: Fire').waitFor();
      await page.getByRole('heading', { name: '2 incidents match' }).waitFor();
      assert.equal(await incidentTitle(page).textContent(), 'CO');
    });
  });
