import type { Page } from 'playwright-core';
import { assertFits } from './axe.ts';
import { overflowWithin } from './overflow-of.ts';
import { settles } from './settles.ts';
import { HALF, NARROW } from './stage.ts';

/**
 * The texts of the page of which something is cut off, each with by how much: by an element that hides what is wider or higher than it is,
 * by the window, or by a list or an empty field that is narrower than its words. What scrolls in a frame of its own is not cut off, neither
 * is what assistive technology alone reads. Where a dialog is open, its texts alone.
 */
export const cutOffTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    /** Of a glyph's box, which is higher than what is drawn of it. */
    const SLACK = { x: 1, y: 0.35 };
    const faults = new Set<string>();
    const named = (text: string, by: string) => faults.add(`“${text.trim().slice(0, 60)}” ${by}`);
    const scrolls = (value: string) => value === 'auto' || value === 'scroll';

    /** How much of a line of text is hidden by what is around it, in pixels to each side. Null where nobody is to see it. */
    const hiddenOf = (rect: DOMRect, from: Element): { x: number; y: number } | null => {
      let hidden = { x: Math.max(0, rect.right - window.innerWidth, -rect.left), y: 0 };
      let [mayScrollX, mayScrollY] = [false, false];
      for (let each: Element | null = from; each !== null && each !== document.body; each = each.parentElement) {
        const { overflowX, overflowY, textOverflow, clipPath, position } = getComputedStyle(each);
        const box = each.getBoundingClientRect();
        if (clipPath !== 'none' || box.width <= 1 || box.height <= 1) {
          if (overflowX === 'hidden' || clipPath !== 'none') return null;
        }
        mayScrollX ||= scrolls(overflowX);
        mayScrollY ||= scrolls(overflowY);
        if (mayScrollX) hidden = { ...hidden, x: 0 };
        else if (overflowX !== 'visible' && textOverflow === 'ellipsis' && each.clientWidth > 0) {
          // Of what an ellipsis stands for, no box is given.
          hidden = { ...hidden, x: Math.max(hidden.x, each.scrollWidth - each.clientWidth) };
        } else if (overflowX !== 'visible') {
          hidden = { ...hidden, x: Math.max(hidden.x, rect.right - box.right, box.left - rect.left) };
        }
        if (!mayScrollY && overflowY !== 'visible') {
          hidden = { ...hidden, y: Math.max(hidden.y, rect.bottom - box.bottom, box.top - rect.top) };
        }
        if (position === 'fixed') break;
      }
      return hidden;
    };

    const root =
      [...document.querySelectorAll('[role=dialog]')].findLast((each) => each.checkVisibility()) ?? document.body;
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const holder = node.parentElement;
      if (holder === null || (node.textContent ?? '').trim() === '') continue;
      if (holder.closest('svg, script, style, noscript, option') !== null) continue;
      if (!holder.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        // What a keyboard brings onto the page once it gets there.
        if (rect.right <= 0) break;
        const hidden = hiddenOf(rect, holder);
        if (hidden === null) break;
        if (hidden.x > SLACK.x) named(node.textContent ?? '', `is cut off by ${Math.round(hidden.x)} px in its width`);
        if (hidden.y > rect.height * SLACK.y)
          named(node.textContent ?? '', `is cut off by ${Math.round(hidden.y)} px in its height`);
      }
    }

    const pen = document.createElement('canvas').getContext('2d');
    for (const field of root.querySelectorAll<HTMLInputElement | HTMLSelectElement>('select, input[placeholder]')) {
      const words =
        field instanceof HTMLSelectElement
          ? (field.selectedOptions[0]?.text ?? '')
          : field.value === ''
            ? field.placeholder
            : '';
      if (pen === null || words === '' || !field.checkVisibility({ visibilityProperty: true })) continue;
      const style = getComputedStyle(field);
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      const over = pen.measureText(words).width - room;
      if (over > SLACK.x) named(words, `is ${Math.round(over)} px wider than its field`);
    }
    return [...faults];
  });

/** Fails where the page, at half a screen or on a narrow one, is wider than its window or cuts a text off. */
export async function assertWhole(page: Page, what: string): Promise<void> {
  for (const size of [HALF, NARROW]) {
    await page.setViewportSize(size);
    await assertFits(page, `${what} at ${size.width} px`, overflowWithin);
    await settles(async () => ({ what, width: size.width, cutOff: await cutOffTexts(page) }), {
      ...{ what, width: size.width },
      cutOff: [],
    });
  }
}
