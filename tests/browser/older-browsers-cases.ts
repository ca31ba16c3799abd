import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { PEOPLE } from '../e2e/sandbox.ts';
import { newCaller, sendAlert } from './alerts.ts';
import { sendSignIn, signInByHand } from './people.ts';
import { settles } from './settles.ts';
import type { Stage } from './stage.ts';

/** Where a built-in lives, and what of it came after Chrome 100. */
const NEWER: readonly (readonly [owner: string, names: readonly string[]])[] = [
  ['Array.prototype', ['toSorted', 'toReversed', 'toSpliced', 'with']],
  ['Array', ['fromAsync']],
  ['Object', ['groupBy']],
  ['Map', ['groupBy']],
  ['Map.prototype', ['getOrInsert', 'getOrInsertComputed']],
  ['WeakMap.prototype', ['getOrInsert', 'getOrInsertComputed']],
  ['Promise', ['withResolvers', 'try']],
  [
    'Set.prototype',
    ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
  ],
  [
    'Iterator.prototype',
    ['map', 'filter', 'take', 'drop', 'flatMap', 'reduce', 'toArray', 'forEach', 'some', 'every', 'find'],
  ],
  ['String.prototype', ['isWellFormed', 'toWellFormed']],
  ['RegExp', ['escape']],
  ['JSON', ['rawJSON', 'isRawJSON']],
  ['Math', ['f16round', 'sumPrecise']],
  ['Error', ['isError']],
  ['Intl', ['DurationFormat']],
  ['Uint8Array', ['fromBase64', 'fromHex']],
  ['Uint8Array.prototype', ['toBase64', 'toHex', 'setFromBase64', 'setFromHex']],
  ['Object.getPrototypeOf(Uint8Array.prototype)', ['toSorted', 'toReversed', 'with']],
  ['ArrayBuffer.prototype', ['transfer', 'transferToFixedLength', 'resize', 'resizable', 'maxByteLength', 'detached']],
  ['URL', ['parse', 'canParse']],
  ['URLSearchParams.prototype', ['size']],
  ['AbortSignal', ['any', 'timeout']],
  ['Response', ['json']],
  ['Response.prototype', ['bytes']],
  ['Blob.prototype', ['bytes']],
  ['ReadableStream', ['from']],
  ['ReadableStream.prototype', ['values']],
  ['Element.prototype', ['checkVisibility', 'getHTML', 'setHTML', 'setHTMLUnsafe', 'moveBefore', 'currentCSSZoom']],
  ['HTMLElement.prototype', ['inert', 'popover', 'showPopover', 'hidePopover', 'togglePopover']],
  ['HTMLDialogElement.prototype', ['requestClose', 'closedBy']],
  ['Document', ['parseHTML', 'parseHTMLUnsafe']],
  ['Document.prototype', ['startViewTransition', 'caretPositionFromPoint']],
  ['CSSNumericValue', ['parse']],
  ['globalThis', ['Iterator', 'Float16Array', 'DisposableStack', 'AsyncDisposableStack', 'SuppressedError']],
  ['globalThis', ['navigation', 'Navigation', 'URLPattern', 'ToggleEvent', 'Highlight', 'Sanitizer', 'CloseWatcher']],
];

const words = (page: Page) => page.getByText('This browser is too old');

export const olderBrowsersCases = (stage: Stage) =>
  describe('older browsers', () => {
    /** Takes from every page what came after Chrome 100: built-ins before any script runs, and what style sheets use. */
    async function asChrome100(page: Page): Promise<void> {
      const deletions = NEWER.map(
        ([owner, names]) =>
          `{ const owner = ${owner}; for (const name of ${JSON.stringify(names)}) if (owner != null) delete owner[name]; }`,
      );
      await page.addInitScript(`${deletions.join('\n')}; globalThis.hadToSorted = 'toSorted' in Array.prototype;`);
      await page.route('**/*.css', async (route) => {
        const response = await route.fetch();
        const body = (await response.text())
          .replaceAll('dvh', '-no-dvh')
          .replaceAll('@container', '@no-container')
          .replaceAll(':has(', ':no-has(')
          .replaceAll('color-mix(', 'no-color-mix(');
        await route.fulfill({ response, body });
      });
    }

    it('with nothing newer than Chrome 100, a dispatcher signs in, reads the queue and answers an alert', async () => {
      const page = await stage.visit();
      await asChrome100(page);
      await signInByHand(page, `${stage.url}/portal`, 'sandboxAgent');
      assert.equal(await page.evaluate('hadToSorted'), false, 'it was gone before the first script');
      const { number, text } = newCaller();
      await sendAlert(stage.url, { phone: number, description: 'Rear door' });
      await page.locator('a[data-row]').filter({ hasText: text }).click();
      await page.getByRole('button', { name: 'Accept' }).click();
      await page.getByRole('textbox', { name: /^Message to / }).waitFor();
      assert.equal(await words(page).isVisible(), false);
      await page.unrouteAll({ behavior: 'wait' });
    });

    it('with nothing newer than Chrome 100, a dialog taller than the window scrolls inside it', async () => {
      const size = { width: 1280, height: 420 };
      const page = await stage.visit({ size });
      await asChrome100(page);
      await signInByHand(page, `${stage.url}/portal/admin/clients`, 'sandboxAdmin');
      await page.getByRole('button', { name: 'New client' }).click();
      const dialog = page.getByRole('dialog');
      await settles(async () => {
        const box = await dialog.boundingBox();
        return box !== null && box.y >= 0 && box.y + box.height <= size.height;
      }, true);
      const button = dialog.getByRole('button', { name: 'Create client' });
      await button.scrollIntoViewIfNeeded();
      await settles(async () => {
        const reached = await button.boundingBox();
        return reached !== null && reached.y + reached.height <= size.height;
      }, true);
      await page.unrouteAll({ behavior: 'wait' });
    });

    it('a browser older than Chrome 100 shows words, also where no module runs', async () => {
      for (const runs of ['modules', 'no modules']) {
        const page = await stage.visit();
        await page.addInitScript('delete AbortSignal.prototype.throwIfAborted');
        if (runs === 'no modules') {
          await page.route('**/assets/index-*.js', (route) =>
            route.fulfill({ contentType: 'text/javascript', body: '' }),
          );
        }
        await page.goto(`${stage.url}/portal`);
        await words(page).waitFor();
        await settles(() => page.getByRole('alert').filter({ hasText: 'Use Chrome, Edge or WebView2 100' }).count(), 1);
        if (runs === 'modules') await sendSignIn(page, ...PEOPLE.sandboxAgent);
      }
    });

    it('a browser without JavaScript shows words', async () => {
      const context = await stage.browser.newContext({ javaScriptEnabled: false });
      try {
        const page = await context.newPage();
        await page.goto(`${stage.url}/portal`);
        const box = await page.locator('noscript').boundingBox();
        assert.ok(box !== null && box.height > 0);
        assert.match((await page.locator('noscript').textContent()) ?? '', /needs JavaScript/);
        assert.equal(await words(page).isVisible(), false);
      } finally {
        await context.close();
      }
    });
  });
