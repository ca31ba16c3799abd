import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { PEOPLE } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import type { Stage } from './stage.ts';

const MANY_TABS = 60;

/** Where the focus is, and whether a person can see it there. */
async function focusOf(page: Page, selector: string) {
  return page.evaluate((wanted) => {
    const focused = document.activeElement;
    const outlined = [focused, focused?.parentElement ?? null].some((element) => {
      const style = element === null ? null : getComputedStyle(element);
      return style !== null && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
    });

    const isNowhere = focused === null || focused === document.body;
    return {
      isWanted: focused?.closest(wanted) != null,
      isSeen: isNowhere || outlined,
      what: focused?.outerHTML.slice(0, 90),
    };
  }, selector);
}

export const keyboardCases = (stage: Stage) =>
  describe('the keyboard', () => {
    /** Tabs until the focus is in what the selector names; on every stop on the way the focus must be seen. */
    async function tabTo(page: Page, selector: string): Promise<void> {
      for (let tabs = 0; tabs < MANY_TABS; tabs += 1) {
        await page.keyboard.press('Tab');
        const { isWanted, isSeen, what } = await focusOf(page, selector);
        assert.ok(isSeen, `the focus cannot be seen on ${what}`);
        if (isWanted) return;
      }
      assert.fail(`${MANY_TABS} tabs do not reach ${selector}`);
    }

    async function signInByKeyboard(page: Page, person: keyof typeof PEOPLE): Promise<void> {
      const [email, password] = PEOPLE[person];
      await page.goto(`${stage.url}/portal`);
      await page.locator('input[type=email]:focus').waitFor();
      await page.keyboard.type(email);
      await page.keyboard.press('Tab');
      await page.keyboard.type(password);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Signed in as' }).waitFor();
    }

    it('goes from sign-in to search, incident, cards and the other theme without a mouse', async () => {
      const caller = newCaller();
      for (const type of ['FIRE', 'MEDICAL']) await sendAlert(stage.url, { phone: caller.number, type });
      const page = await stage.visit();
      await signInByKeyboard(page, 'sandboxAgent');
      await page.getByRole('list', { name: 'Incidents' }).waitFor();

      await page.keyboard.press('/');
      await page.locator('input[type=search]:focus').waitFor();
      await page.keyboard.type(caller.number);
      await page.keyboard.press('Enter');
      await page.locator('#incident-title').getByText('Medical').waitFor();
      await tabTo(page, 'nav[aria-label="Matching incidents"]');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('#incident-title').getByText('Fire').waitFor();
      await tabTo(page, '[data-testid=incident-map]');
      await tabTo(page, '[data-testid=card]');

      await page.keyboard.press('/');
      await page.locator('input[type=search]:focus').waitFor();
      await tabTo(page, 'button[aria-label="Use the light theme"]');
      await page.keyboard.press('Enter');
      await page.locator('html[data-mantine-color-scheme=light]').waitFor();
      await page.reload();
      await page.locator('html[data-mantine-color-scheme=light]').waitFor();
    });

    it('moves through the queue by the arrow keys and opens an incident by Enter', async () => {
      for (const description of ['older', 'newer']) {
        await sendAlert(stage.url, { phone: newCaller().number, type: 'HOLDUP', description });
      }
      const page = await stage.visit();
      await signInByKeyboard(page, 'sandboxAgent');
      await page.getByRole('list', { name: 'Incidents' }).getByText('newer').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.locator('a[data-row]:focus').getByText('newer').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.locator('a[data-row]:focus').getByText('older').waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('article').getByText('older').first().waitFor();
    });

    it('skips to the content with the first Tab', async () => {
      const page = await stage.visit();
      await signInByKeyboard(page, 'sandboxAgent');
      await page.reload();
      await page.getByRole('list', { name: 'Incidents' }).waitFor();
      await page.keyboard.press('Tab');
      await page.getByRole('link', { name: 'Skip to content' }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('main:focus').waitFor();
      await tabTo(page, 'a[data-row]');
    });

    it('adds a user, whose dialog holds the focus and gives it back', async () => {
      const page = await stage.visit();
      await signInByKeyboard(page, 'sandboxAdmin');
      await tabTo(page, 'a[href="/portal/admin"]');
      await page.keyboard.press('Enter');
      await page.getByRole('row').filter({ hasText: 'agent@sandbox.test' }).waitFor();
      const addUser = 'button:has-text("Add User")';
      const isFocused = () => page.locator(addUser).evaluate((button) => button === document.activeElement);
      for (let tabs = 0; tabs < MANY_TABS && !(await isFocused()); tabs += 1) await page.keyboard.press('Tab');
      assert.ok(await isFocused(), `${MANY_TABS} tabs do not reach the button`);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Add User' });
      await dialog.locator('input:focus').waitFor();
      for (let tabs = 0; tabs < 12; tabs += 1) {
        await page.keyboard.press('Tab');
        assert.ok((await focusOf(page, '[role=dialog]')).isWanted, 'the focus stays in the dialog');
      }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await page.locator(`${addUser}:focus`).waitFor();

      await page.keyboard.press('Enter');
      await dialog.locator('input:focus').waitFor();
      for (const text of ['Noor', 'Latch', 'noor.latch@sandbox.test']) {
        await page.keyboard.type(text);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await tabTo(page, '[role=dialog] button[type=submit]');
      await page.keyboard.press('Enter');
      await page.getByTestId('password-link').waitFor();
    });
  });
