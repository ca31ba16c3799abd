import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { expectJson, send } from '../e2e/http-client.ts';
import { clientToken, signIn } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { assertSound } from './axe.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import { openStage } from './stage.ts';

const stage = await openStage();

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly isOpen: boolean;
}

/**
 * A page with another window in front, which notes every notification that it constructs and how often the person was asked. A Chromium
 * without windows refuses notifications whatever was granted, so the answer is given here.
 */
async function visitBehind(answer: NotificationPermission): Promise<Page> {
  const page = await stage.visit();
  await page.addInitScript((permission) => {
    const noted = { shown: [] as { title: string; body: string; isOpen: boolean; of: Notification }[], asked: 0 };
    const Own = window.Notification;
    class Noted extends Own {
      constructor(title: string, { body = '', ...more }: NotificationOptions = {}) {
        super(title, { body, ...more });
        noted.shown.push({ title, body, isOpen: true, of: this });
      }
      override close(): void {
        super.close();
        for (const each of noted.shown) if (each.of === this) each.isOpen = false;
      }
      static override get permission(): NotificationPermission {
        return noted.asked > 0 || permission === 'denied' ? permission : 'default';
      }
      static override async requestPermission(): Promise<NotificationPermission> {
        noted.asked += 1;
        return permission;
      }
    }
    Object.assign(window, { Notification: Noted, noted });
    document.hasFocus = () => false;
  }, answer);
  return page;
}

const shownOn = (page: Page): Promise<Shown[]> =>
  page.evaluate(() =>
    (window as unknown as { noted: { shown: Shown[] } }).noted.shown.map(({ title, body, isOpen }) => ({
      title,
      body,
      isOpen,
    })),
  );
const askedOn = (page: Page) => page.evaluate(() => (window as unknown as { noted: { asked: number } }).noted.asked);

async function openSwitches(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Sound: / }).click();
  await page.getByLabel('Desktop notifications').waitFor();
}

it('notifies of what is new once the seat chose so, names nobody, and a click opens the incident', async () => {
  const page = await visitBehind('granted');
  await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
  const before = await sendAlert(stage.url, { phone: newCaller().number, description: 'Before it was chosen' });
  await page.locator('a[data-row]').getByText('Before it was chosen').waitFor();
  assert.deepEqual(await shownOn(page), []);
  await openSwitches(page);
  await assertSound(page, 'the sound and the desktop notifications');
  await page.getByLabel('Desktop notifications').check();
  await page.keyboard.press('Escape');
  assert.equal(await askedOn(page), 1);

  const token = await clientToken(stage.url, 'sandbox-alarm');
  const fire = await sendAlert(stage.url, {
    phone: newCaller().number,
    type: 'FIRE',
    description: 'Smoke in the hall',
  });
  await page.locator('a[data-row]').getByText('Smoke in the hall').waitFor();
  await settles(
    async () => (await shownOn(page)).filter(({ title }) => title === 'Fire'),
    [{ title: 'Fire', body: '', isOpen: true }],
  );
  const json = { status: 'DISPATCH_REQUESTED' };
  await expectJson(stage.url, 200, { method: 'PATCH', path: `/v1/alerts/${fire}`, token, json });
  await settles(async () => (await shownOn(page)).at(-1), {
    title: 'Fire',
    body: '1 alert waits for an answer',
    isOpen: true,
  });
  assert.ok(!JSON.stringify(await shownOn(page)).includes('Rivera'), 'no caller');
  await page.evaluate(() => {
    (window as unknown as { noted: { shown: { of: Notification }[] } }).noted.shown
      .at(-1)
      ?.of.dispatchEvent(new Event('click'));
  });
  await page.waitForURL(`**/portal/incidents/${fire.replace('alert-', '')}`);
  await page.getByRole('button', { name: 'Accept' }).click();
  // Who answers it has no use for its notification.
  await settles(async () => (await shownOn(page)).at(-1)?.isOpen, false);
  await expectJson(stage.url, 200, {
    method: 'PATCH',
    path: `/v1/alerts/${before}`,
    token,
    json: { status: 'CANCELED' },
  });
});

it('names the caller where the seat allows it, and shows nothing while the page itself is in front', async () => {
  const page = await visitBehind('granted');
  await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
  await openSwitches(page);
  await page.getByLabel('Desktop notifications').check();
  await page.getByLabel('With the caller and the address').check();
  await page.keyboard.press('Escape');
  await sendAlert(stage.url, { phone: newCaller().number, type: 'CRASH', description: 'Two cars' });
  await settles(async () => (await shownOn(page)).find(({ title }) => title === 'Crash')?.body, 'Jordan Rivera');
  await page.evaluate(() => {
    document.hasFocus = () => true;
  });
  await sendAlert(stage.url, { phone: newCaller().number, type: 'HOLDUP', description: 'In front of the page' });
  await page.locator('a[data-row]').getByText('In front of the page').waitFor();
  assert.equal(
    (await shownOn(page)).find(({ title }) => title === 'Holdup'),
    undefined,
  );
});

it('asks nobody before it is chosen, and states that the browser refuses them', async () => {
  const page = await visitBehind('denied');
  await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
  assert.equal(await askedOn(page), 0);
  await openSwitches(page);
  await page.getByText('The browser refuses them. Allow notifications of this site in its settings.').waitFor();
  assert.equal(await page.getByLabel('Desktop notifications').isDisabled(), true);
  assert.deepEqual(await shownOn(page), []);
});

it('notifies of what another agency lets this one see, and rings for what it may answer until that is opened', async () => {
  const type = 'RIVER_DRILL';
  const page = await visitBehind('granted');
  await signInAt(page, `${stage.url}/portal`, 'harborAgent');
  await openSwitches(page);
  await page.getByLabel('Desktop notifications').check();
  await page.getByLabel('With the caller and the address').check();
  await page.keyboard.press('Escape');
  const jar = await signIn(stage.url, 'sandboxAdmin');
  const give = (terms: object) =>
    expectJson<{ id: string }>(stage.url, 201, {
      ...{ method: 'POST', path: '/api/shares', jar },
      json: { to_agency_id: 'harbor-city', emergency_type: type, for_hours: 1, ...terms },
    });
  const seen = await give({});
  const alertId = await sendAlert(stage.url, { phone: newCaller().number, type });
  const titles = async () =>
    (await shownOn(page)).map(({ title, isOpen }) => `${title}: ${isOpen ? 'open' : 'closed'}`);
  await settles(titles, ['From Sandbox County 9-1-1: River drill: open']);
  assert.equal((await send(stage.url, { method: 'DELETE', path: `/api/shares/${seen.id}`, jar })).status, 204);
  await settles(titles, ['From Sandbox County 9-1-1: River drill: closed']);

  await give({ may_answer: true });
  const token = await clientToken(stage.url, 'sandbox-alarm');
  const json = { status: 'DISPATCH_REQUESTED' };
  await expectJson(stage.url, 200, { method: 'PATCH', path: `/v1/alerts/${alertId}`, token, json });
  await settles(async () => (await shownOn(page)).at(-1), {
    title: 'River drill, From Sandbox County 9-1-1',
    body: '1 alert waits for an answer',
    isOpen: true,
  });
  assert.ok(!JSON.stringify(await shownOn(page)).includes('Rivera'), 'no caller');
  await page.evaluate(() => {
    (window as unknown as { noted: { shown: { of: Notification }[] } }).noted.shown
      .at(-1)
      ?.of.dispatchEvent(new Event('click'));
  });
  await page.waitForURL('**/portal/transfers/*');
  await settles(async () => (await shownOn(page)).at(-1)?.isOpen, false);
});
