import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { newCaller, sendAlert } from './alerts.ts';
import { assertSound } from './axe.ts';
import { signInAt } from './people.ts';
import { settles } from './settles.ts';
import { HALF, NARROW, openStage } from './stage.ts';

const stage = await openStage();

/** By how many pixels what an element has in it is wider than it is: what of a text is cut off. */
const cutOff = (page: Page, selector: string) =>
  page.evaluate(
    (named) => Math.max(...[...document.querySelectorAll(named)].map((each) => each.scrollWidth - each.clientWidth)),
    selector,
  );

it('on a narrow screen the name of the agency is read whole, and Admin’s sections are behind a button', async () => {
  const page = await stage.visit({ size: NARROW });
  await signInAt(page, `${stage.url}/portal/admin/users`, 'sandboxAdmin');
  await page.getByRole('heading', { name: 'Users' }).waitFor();
  assert.equal(await cutOff(page, 'header a[title^=Sallyport] span'), 0);
  const nav = page.getByRole('navigation', { name: 'Admin' });
  const button = nav.getByRole('button', { name: 'Section: Users' });
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  assert.equal(await nav.getByRole('link').count(), 0);
  const top = async () => (await page.getByRole('heading', { name: 'Users' }).boundingBox())?.y ?? 0;
  assert.ok((await top()) < NARROW.height * 0.4, `the page begins ${await top()} px down`);
  await button.focus();
  await page.keyboard.press('Enter');
  assert.equal(await nav.getByRole('link').count(), 15);
  await assertSound(page, 'the sections of Admin on a narrow screen');
  await nav.getByRole('link', { name: 'Roles' }).click();
  await nav.getByRole('button', { name: 'Section: Roles' }).waitFor();
  await settles(() => nav.getByRole('link').count(), 0);
});

it('on a wide screen whoever supplied an incident is read whole', async () => {
  await sendAlert(stage.url, { phone: newCaller().number });
  const page = await stage.visit({ size: { width: 1440, height: 900 } });
  await signInAt(page, `${stage.url}/portal`, 'sandboxAgent');
  await page.locator('a[data-row]').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  assert.equal(await cutOff(page, 'a[data-row] > :last-child > *'), 0);
});

it('who calls, where, how sure and how old that is stand in the first window, narrow or at 200 %', async () => {
  const caller = newCaller();
  await sendAlert(stage.url, { phone: caller.number });
  const page = await stage.visit({ size: { width: 1280, height: 800 } });
  await signInAt(page, `${stage.url}/portal/search?query=${encodeURIComponent(caller.number)}`, 'sandboxAgent');
  const line = page.getByTestId('where-line');
  await line.getByText('Near 512 Tamarack Avenue').waitFor();
  await line.getByText('position ± 25 m (82 ft)').waitFor();
  await line.getByTestId('location-age').waitFor();
  for (const size of [{ ...HALF, height: 450 }, NARROW]) {
    await page.setViewportSize(size);
    for (const each of [page.getByRole('link', { name: caller.text }).first(), line]) {
      await settles(async () => {
        const box = await each.boundingBox();
        return box !== null && box.y > 0 && box.y + box.height <= size.height;
      }, true);
    }
  }
});
