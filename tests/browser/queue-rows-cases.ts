import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken, signIn } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { assertSound } from './axe.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

const LONG_NAME = 'Bartholomäus-M. Featherstonehaugh 4';
const LONG_STREET = '1234 Northwest Extraordinarily Long Boulevard, Apartment 12';
const row = (page: Page, text: string) => page.locator('a[data-row]').filter({ hasText: text });

/** Nothing of the page is wider than the page, and nothing has to be scrolled sideways. */
async function assertFits(page: Page, what: string): Promise<void> {
  const tooWide = () =>
    page.evaluate((where) => {
      const parts = [document.documentElement, document.querySelector('main')];
      return parts.flatMap((each) =>
        each !== null && each.scrollWidth > each.clientWidth ? [`${where}: ${each.scrollWidth} px`] : [],
      );
    }, what);
  await settles(tooWide, []);
}

/** The Latin texts of a page whose letters do not follow each other from left to right, as where another's text turned them. */
function turnedTexts(): string[] {
  const turned: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() !== null) {
    const text = texts.currentNode.nodeValue ?? '';
    if (/\p{Script=Hebrew}/u.test(text)) continue;
    let last: DOMRect | null = null;
    for (const { index } of text.matchAll(/[A-Za-z0-9]/g)) {
      const letter = document.createRange();
      letter.setStart(texts.currentNode, index);
      letter.setEnd(texts.currentNode, index + 1);
      const box = letter.getBoundingClientRect();
      // Another one's letters stand in between, or it is on the wrong side.
      const isTurned =
        last !== null && box.top === last.top && (box.left < last.left || box.left > last.right + 2 * box.height);
      if (box.width > 1 && isTurned)
        turned.push(`${text} in ${texts.currentNode.parentElement?.parentElement?.textContent}`);
      if (box.width > 1) last = box;
    }
  }
  return turned;
}

export const queueRowsCases = (stage: Stage) =>
  describe('rows of the queue', () => {
    async function boxOf(locator: Locator) {
      const box = await locator.boundingBox();
      assert.ok(box !== null);
      return { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height };
    }

    it('a long name, address, description and sender leave the status, the address and the number in view at every width', async () => {
      const { number, text: phone } = newCaller();
      const geodetic = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };
      const civic = { street_1: LONG_STREET, city: 'Sandbox Springs', state: 'NY', country: 'US', zip_code: '10001' };
      const alertId = await sendAlert(stage.url, {
        phone: number,
        groups: {
          user: { full_name: LONG_NAME },
          event: { description: 'x'.repeat(180), location: { geodetic, civic } },
        },
      });
      const unbroken = await sendAlert(stage.url, {
        phone: newCaller().number,
        description: `${'y'.repeat(200)}`,
        groups: { user: { full_name: 'W'.repeat(60) } },
      });
      const path = `/v1/alerts/${alertId}`;
      const token = await clientToken(stage.url, 'sandbox-alarm');
      // The alert waits for its answer until the test is over.
      const jar = await signIn(stage.url, 'sandboxAdmin');
      const settings = { method: 'PATCH', path: '/api/alert-settings', jar };
      await expectJson(stage.url, 200, { ...settings, json: { accept_within_seconds: 600 } });
      await expectJson(stage.url, 200, { method: 'PATCH', path, token, json: { status: 'DISPATCH_REQUESTED' } });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      for (const width of [1280, 960, 640, 430, 360]) {
        await page.setViewportSize({ width, height: 900 });
        const own = row(page, phone);
        const [name, address] = [await boxOf(own.getByText(LONG_NAME)), await boxOf(own.getByText(LONG_STREET))];
        assert.ok(
          name.right <= address.left || name.bottom <= address.top,
          `the name covers the address at ${width} px`,
        );
        for (const part of [
          own.locator('[data-status]'),
          own.getByText(/ left$/),
          own.getByText(phone),
          own.locator('time'),
        ]) {
          const box = await boxOf(part);
          assert.ok(box.left >= 0 && box.right <= width, `${await part.textContent()} is pushed out at ${width} px`);
          assert.equal(
            await part.evaluate((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0),
            false,
          );
        }
        await assertFits(page, `the incidents at ${width} px`);
      }
      for (const width of [430, 360]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${stage.url}/portal/incidents/${unbroken.replace('alert-', '')}`);
        const name = page.locator('#incident-title').locator('xpath=../..').getByText('W'.repeat(60));
        assert.ok((await boxOf(name)).right <= width, 'a page about one incident wraps what has no blank');
        await assertFits(page, `an incident at ${width} px`);
      }
      await expectJson(stage.url, 200, { ...settings, json: { accept_within_seconds: null } });
    });

    it('an active assailant stands first, in colour, shape and words, before what waits and whatever came after it', async () => {
      const { number } = newCaller();
      const assailant = await sendAlert(stage.url, {
        phone: number,
        type: 'ACTIVE_ASSAILANT',
        description: 'Lockdown',
      });
      const token = await clientToken(stage.url, 'sandbox-alarm');
      const fire = await sendAlert(stage.url, { phone: number, type: 'FIRE', description: 'Smoke in the hall' });
      const path = `/v1/alerts/${fire}`;
      await expectJson(stage.url, 200, { method: 'PATCH', path, token, json: { status: 'DISPATCH_REQUESTED' } });
      for (let count = 0; count < 51; count += 1) await sendAlert(stage.url, { phone: number });
      for (const theme of ['dark', 'light'] as const) {
        const page = await stage.visit({ theme });
        await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
        const first = page.locator('a[data-row]').first();
        await first.getByText('Lockdown').waitFor();
        const mark = first.locator('[data-assailant]', { hasText: 'Active Assailant' }).last();
        assert.equal(await mark.locator('svg path').count(), 1, 'a shape beside the words');
        const colour = (locator: Locator) => locator.evaluate((each) => getComputedStyle(each).backgroundColor);
        assert.notEqual(await colour(first), await colour(page.locator('a[data-row]').nth(1)));
        await assertSound(page, `an active assailant among the incidents, ${theme}`);
        await page.setViewportSize({ width: 360, height: 900 });
        const words = mark.getByText('Active Assailant');
        const isCutOff = () => words.evaluate((each) => each.scrollWidth > each.clientWidth);
        await settles(isCutOff, false);
      }
      await expectJson(stage.url, 200, {
        method: 'PATCH',
        path: `/v1/alerts/${assailant}`,
        token,
        json: { status: 'CANCELED' },
      });
      await expectJson(stage.url, 200, { method: 'PATCH', path, token, json: { status: 'CANCELED' } });
    });

    it('"Just in" wears off by itself after two minutes, also while nothing can be read', async () => {
      const page = await stage.visit({ tolerated: ['ERR_INTERNET_DISCONNECTED'] });
      await page.clock.install();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      await page.locator('a[data-row]').first().waitFor();
      const { number, text: phone } = newCaller();
      await sendAlert(stage.url, { phone: number, type: 'CRASH' });
      const mark = row(page, phone).getByText('Just in');
      await mark.waitFor();
      assert.equal(await mark.getAttribute('title'), 'Came in less than 2 minutes ago');
      await page.context().setOffline(true);
      await page.clock.fastForward(65_000);
      await row(page, phone)
        .getByText(/^1 min ago$/)
        .waitFor();
      await mark.waitFor();
      await page.clock.fastForward(56_000);
      await mark.waitFor({ state: 'detached' });
      await settles(() => row(page, phone).getAttribute('data-arrival'), 'false');
    });

    it("every time is in the agency's zone with its offset, whatever zone the workstation has", async () => {
      const jar = await signIn(stage.url, 'operator');
      const path = '/api/agencies/sandbox-county';
      await expectJson(stage.url, 200, { method: 'PATCH', path, jar, json: { time_zone: 'Asia/Kolkata' } });
      const { number, text: phone } = newCaller();
      const alertId = await sendAlert(stage.url, { phone: number });
      const token = await clientToken(stage.url, 'sandbox-alarm');
      await expectJson(stage.url, 200, {
        method: 'PATCH',
        path: `/v1/alerts/${alertId}`,
        token,
        json: { status: 'DISPATCH_REQUESTED' },
      });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      const age = row(page, phone).locator('time');
      await eventually(async () => / \d\d:\d\d:\d\d UTC\+5:30$/.test((await age.getAttribute('title')) ?? ''));
      await row(page, phone).click();
      await page
        .getByRole('log', { name: 'Log' })
        .getByText(/\d\d:\d\d:\d\d UTC\+5:30/)
        .waitFor();
      const unlabelled = await page.evaluate(() => {
        const times = [...document.querySelectorAll('main *')].filter((each) => each.childElementCount === 0);
        return times.map((each) => each.textContent ?? '').filter((text) => /\d\d:\d\d:\d\d(?! UTC)/.test(text));
      });
      assert.deepEqual(unlabelled, []);
      await expectJson(stage.url, 200, { method: 'PATCH', path, jar, json: { time_zone: 'UTC' } });
    });

    it('a number that cannot be read in one way is shown as it was sent, in the row and on its page', async () => {
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      await sendAlert(stage.url, { phone: '+5555550123', description: 'Number kept as given' });
      const unread = row(page, 'Number kept as given');
      await unread.getByText('“+5555550123”').waitFor();
      await unread.click();
      await page.locator('header').filter({ hasText: 'Number kept as given' }).getByText('“+5555550123”').waitFor();
    });

    it('what strangers sent turns nothing beside it, in the row, on its page, on paper and on a wall board', async () => {
      const hostile = ['Ada\u202eevil', 'Ada\u2069\u202eevil', 'Ada\u2067evil', '\u05d0\u05d1\u05d2 12'];
      const places: { id: string; phone: string }[] = [];
      for (const name of hostile) {
        const { number, text: phone } = newCaller();
        const geodetic = { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 };
        const civic = { street_1: `1 ${name}`, city: name, state: 'NY', country: 'US', zip_code: '10001' };
        const groups = { user: { full_name: name }, vehicle: { make: name }, event: { location: { geodetic, civic } } };
        places.push({ id: await sendAlert(stage.url, { phone: number, description: name, groups }), phone });
      }
      const jar = await signIn(stage.url, 'sandboxAdmin');
      const board = { method: 'POST', path: '/api/wall-boards', jar, json: { name: 'Turned', filter: {} } };
      const { url: boardUrl } = await expectJson<{ url: string }>(stage.url, 201, board);
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
      for (const { phone } of places) await row(page, phone).waitFor();
      await settles(() => page.evaluate(turnedTexts), []);
      for (const { id, phone } of places) {
        await page.goto(`${stage.url}/portal/incidents/${id.replace('alert-', '')}`);
        await page.getByText(phone).first().waitFor();
        await page.getByText('Came in').first().waitFor();
        await settles(() => page.evaluate(turnedTexts), []);
        await page.emulateMedia({ media: 'print' });
        await settles(() => page.evaluate(turnedTexts), []);
        await page.emulateMedia({ media: 'screen' });
      }
      await page.goto(boardUrl);
      await page.getByText('1 Adaevil').first().waitFor();
      await settles(() => page.evaluate(turnedTexts), []);
    });
  });
