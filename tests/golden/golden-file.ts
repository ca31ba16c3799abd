import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** `UPDATE_GOLDEN=1` writes what there is now; the difference is then for a person to read. */
const IS_UPDATING = process.env['UPDATE_GOLDEN'] === '1';
/** A file may have 10,000 lines: what is printed is where the first difference is. */
const PRINTED_LINES = 12;

/** Compares with the file of that path beside this one, as text: the order of keys is part of what clients see. */
export function assertGolden(path: string, value: unknown): void {
  const file = new URL(`./${path}`, import.meta.url);
  const now = `${JSON.stringify(value, null, 2)}\n`;
  if (IS_UPDATING) writeFileSync(file, now);
  const agreed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (now !== agreed) assert.fail(firstDifference(path, now.split('\n'), agreed.split('\n')));
}

function firstDifference(path: string, now: readonly string[], agreed: readonly string[]): string {
  const at = now.findIndex((line, index) => line !== agreed[index]);
  const from = Math.max(0, (at === -1 ? now.length : at) - 3);
  const excerpt = (lines: readonly string[]) => lines.slice(from, from + PRINTED_LINES).join('\n');
  return `${path} differs from line ${from + 4}; where the change is wanted, run again with UPDATE_GOLDEN=1
agreed:\n${excerpt(agreed)}\nnow:\n${excerpt(now)}`;
}
