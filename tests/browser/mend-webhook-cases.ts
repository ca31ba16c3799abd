import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { startReceiver, status, verify } from '../../packages/testing/src/receiver.ts';
import { expectJson } from '../e2e/http-client.ts';
import { clientToken } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { assertSoundInBothThemes } from './axe.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
const state = (page: Page) => page.getByTestId('webhook-state').first();
const delivery = (page: Page, event: string) => page.getByRole('row').filter({ hasText: event });

/** Makes a webhook in Admin, Webhooks, and resolves to the secret that is shown once. */
async function makeWebhook(page: Page, webhook: { name: string; url: string; events: readonly string[] }) {
  await page.getByRole('button', { name: 'New webhook' }).click();
  const form = dialog(page, 'New webhook');
  await form.getByRole('textbox', { name: 'Name' }).fill(webhook.name);
  await form.getByRole('textbox', { name: 'URL' }).fill(webhook.url);
  for (const event of webhook.events) await form.getByRole('checkbox', { name: event, exact: true }).check();
  return form;
}

/** The secret of the dialog that shows it once. */
async function takeSecret(page: Page): Promise<string> {
  const shown = dialog(page, 'Signing secret');
  const secret = (await shown.getByTestId('webhook-secret').textContent()) ?? '';
  assert.match(secret, /^whsec_/);
  await shown.getByRole('button', { name: 'Done' }).click();
  await shown.waitFor({ state: 'detached' });
  return secret;
}

export const mendWebhookCases = (stage: Stage) =>
  describe('webhooks', () => {
    async function openWebhook(t: TestContext, options: { name: string; events: string[]; tolerated?: string[] }) {
      const receiver = await startReceiver(t);
      const page = await stage.visit({ tolerated: options.tolerated ?? [] });
      await signInAt(page, `${stage.url}/portal/admin/webhooks`, 'sandboxAdmin');
      const form = await makeWebhook(page, { ...options, url: receiver.url });
      await form.getByRole('button', { name: 'Create webhook' }).click();
      const secret = await takeSecret(page);
      await page.getByRole('link', { name: options.name }).click();
      await page.getByRole('heading', { name: options.name }).waitFor();
      return { page, receiver, secret };
    }

    it('a failing webhook is seen, mended and replayed', async (t) => {
      const [broken, mended] = [await startReceiver(t), await startReceiver(t)];
      broken.answer = (_, response) => response.writeHead(500).end('the queue of the CAD is full');
      const page = await stage.visit({ theme: 'dark' });
      await signInAt(page, `${stage.url}/portal/admin`, 'sandboxAdmin');
      await page.getByRole('link', { name: 'Webhooks' }).click();
      const name = 'CAD bridge';
      const form = await makeWebhook(page, { name, url: broken.url, events: ['incident.created'] });
      await assertSoundInBothThemes(page, 'a new webhook');
      await form.getByRole('button', { name: 'Create webhook' }).click();
      await dialog(page, 'Signing secret').waitFor();
      await assertSoundInBothThemes(page, "a webhook's secret");
      const secret = await takeSecret(page);

      await sendAlert(stage.url, { phone: newCaller().number });
      const row = page.getByRole('row').filter({ hasText: name });
      await row.getByText('Failing').waitFor();
      await row.getByText(/^500 in \d+ ms/).waitFor();
      await row.getByText('the queue of the CAD is full').waitFor();
      await assertSoundInBothThemes(page, 'the webhooks');
      await page.getByRole('link', { name }).click();
      const failing = delivery(page, 'incident.created');
      await failing.getByText(/^Failing, next \d\d:\d\d:\d\d UTC(?:[+-]\d+(?::\d\d)?)?$/).waitFor();
      await failing.getByText(/^500 in \d+ ms/).waitFor();
      await failing.getByText('Answer body').click();
      await failing.getByText('the queue of the CAD is full').waitFor();
      await assertSoundInBothThemes(page, 'a failing webhook');

      await page.getByRole('button', { name: 'Edit' }).click();
      const edit = dialog(page, `Edit ${name}`);
      await edit.getByRole('textbox', { name: 'URL' }).fill(mended.url);
      await assertSoundInBothThemes(page, "a webhook's edit");
      await edit.getByRole('button', { name: 'Save' }).click();
      await failing.getByText('Delivered', { exact: true }).waitFor();
      await failing.getByText(/^200 in \d+ ms/).waitFor();
      await state(page).getByText('Active').waitFor();
      const [first] = mended.received;
      assert.ok(first !== undefined);
      verify(first, secret);

      // What was announced lies over the foot of the page for its 6 s, and longer under the mouse.
      await page.mouse.move(10, 10);
      await page.getByText(`${name} saved.`).waitFor({ state: 'hidden' });
      await failing.getByRole('button', { name: 'Replay' }).click();
      await page.getByText('incident.created is sent again.').waitFor();
      await eventually(() => mended.received.length === 2);
      assert.equal(mended.received[1]?.id, first.id, 'a replay has the id of the first delivery');

      await page.getByRole('button', { name: 'Replay a span' }).click();
      await assertSoundInBothThemes(page, 'a replay');
      await dialog(page, 'Replay a span').getByRole('button', { name: 'Replay' }).click();
      await dialog(page, 'Replay a span').waitFor({ state: 'detached' });
      await page.getByText(/^\d+ events? (is|are) sent again\.$/).waitFor();
      await eventually(() => mended.received.filter(({ id }) => id === first.id).length === 3);
      for (const webhook of mended.received) verify(webhook, secret);

      for (const [button, title] of [
        ['Send test', 'Send a test'],
        ['New secret', 'New signing secret'],
        ['Remove', 'Remove webhook'],
      ] as const) {
        await page.getByRole('button', { name: button }).click();
        await dialog(page, title).waitFor();
        await assertSoundInBothThemes(page, `${title}`);
        await page.keyboard.press('Escape');
        await dialog(page, title).waitFor({ state: 'detached' });
      }
    });

    it('an endpoint that is gone disables its webhook, which states why and is resumed where it stood', async (t) => {
      const { page, receiver } = await openWebhook(t, { name: 'Gone', events: ['incident.created'] });
      receiver.answer = status(410);
      await sendAlert(stage.url, { phone: newCaller().number });
      await state(page).getByText('Disabled').waitFor();
      await state(page).getByText('Its endpoint answered 410 Gone.').waitFor();
      receiver.answer = status(200);
      await page.getByRole('button', { name: 'Resume' }).click();
      await state(page).getByText('Active').waitFor();
      await delivery(page, 'incident.created').getByText('Delivered', { exact: true }).waitFor();
    });

    it('what happens while a webhook is paused waits, and a test reaches it meanwhile', async (t) => {
      const { page, receiver } = await openWebhook(t, {
        name: 'Paused',
        events: ['incident.created', 'incident.ended'],
      });
      await page.getByRole('button', { name: 'Pause' }).click();
      await state(page).getByText('Paused').waitFor();
      await sendAlert(stage.url, { phone: newCaller().number });
      await page.getByRole('button', { name: 'Send test' }).click();
      const test = dialog(page, 'Send a test');
      await test.getByLabel('Event').selectOption('incident.ended');
      receiver.answer = (_, response) => response.writeHead(202).end('taken');
      await test.getByRole('button', { name: 'Send test' }).click();
      await test.getByText(/^Delivered: 202 in/).waitFor();
      await test.getByText('taken').waitFor();
      await test.getByRole('button', { name: 'Close' }).first().click();
      assert.deepEqual(
        receiver.received.map(({ body }) => body.type),
        ['incident.ended'],
      );
      await delivery(page, 'incident.ended').getByTestId('test-tag').waitFor();
      await settles(() => delivery(page, 'incident.ended').getByRole('button', { name: 'Replay' }).count(), 0);
      await page.getByRole('button', { name: 'Resume' }).click();
      await delivery(page, 'incident.created').getByText('Delivered', { exact: true }).waitFor();
      await page.getByLabel('Which deliveries').selectOption('Given up');
      await page.getByText('None of these.').waitFor();
    });

    it('a rotated secret signs beside the one before, and a removed webhook is gone', async (t) => {
      const { page, receiver, secret } = await openWebhook(t, {
        name: 'Rotated',
        events: ['incident.created'],
        // Its log may be read once more between its removal and the answer that states it.
        tolerated: ['404 /api/webhooks'],
      });
      await page.getByRole('button', { name: 'New secret' }).click();
      const rotate = dialog(page, 'New signing secret');
      await rotate.getByRole('textbox', { name: 'Hours both sign' }).fill('2');
      await rotate.getByRole('button', { name: 'Make new secret' }).click();
      await dialog(page, 'Signing secret').getByText('The one before signs beside it until').waitFor();
      const next = await takeSecret(page);
      assert.notEqual(next, secret);
      await page.getByText('Signs too until').waitFor();
      await sendAlert(stage.url, { phone: newCaller().number });
      await delivery(page, 'incident.created').getByText('Delivered', { exact: true }).waitFor();
      for (const webhook of receiver.received) for (const each of [secret, next]) verify(webhook, each);
      await page.getByRole('button', { name: 'Remove' }).click();
      await dialog(page, 'Remove webhook').getByRole('button', { name: 'Remove webhook' }).click();
      await page.getByRole('heading', { name: 'Webhooks', exact: true }).waitFor();
      await page.getByRole('link', { name: 'Rotated' }).waitFor({ state: 'detached' });
    });

    it("a client's webhook stands beside the agency's own", async () => {
      const token = await clientToken(stage.url, 'sandbox-cad');
      const json = { url: 'http://127.0.0.1:9/hook', event_types: ['alert.new'] };
      await expectJson(stage.url, 201, { method: 'POST', path: '/v1/webhooks/subscriptions', token, json });
      const page = await stage.visit();
      await signInAt(page, `${stage.url}/portal/admin/webhooks`, 'sandboxAdmin');
      const row = page.getByRole('row').filter({ hasText: 'alert.new' });
      await row.getByText('sandbox-cad').waitFor();
      await row.getByText('RapidSOS: alert events').waitFor();
    });

    it('a refused address is stated where it was typed, and another dialect has its own events', async () => {
      const page = await stage.visit({ expected: ['400 /api/webhooks'] });
      await signInAt(page, `${stage.url}/portal/admin/webhooks`, 'sandboxAdmin');
      const form = await makeWebhook(page, {
        name: 'Private',
        url: 'https://10.0.0.1/hook',
        events: ['incident.created'],
      });
      await form.getByRole('button', { name: 'Create webhook' }).click();
      await form.getByRole('alert').getByText('private address').waitFor();
      await form.getByLabel('Messages').selectOption('rapidsos');
      await form.getByRole('checkbox', { name: 'alert.new' }).waitFor();
      await settles(() => form.getByRole('checkbox', { name: 'incident.created' }).count(), 0);
      await form.getByLabel('Messages').selectOption('active911');
      // One event needs no choice.
      await form.getByRole('checkbox', { name: 'alert', exact: true, checked: true }).waitFor();
      await form.getByLabel('The endpoint knows us by').selectOption('bearer');
      await form.getByRole('textbox', { name: 'Token' }).waitFor();
    });
  });
