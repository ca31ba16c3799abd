import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** `UPDATE_GOLDEN=1` writes what there is now; the difference is then for a person to read. */
const IS_UPDATING = process.env['UPDATE_GOLDEN'] === '1';

/** Compares with the file of that path beside this one, as text: the order of keys is part of what clients see. */
export function assertGolden(path: string, value: unknown): void {
  const file = new URL(`./${path}`, import.meta.url);
  const now = `${JSON.stringify(value, null, 2)}\n`;
  if (IS_UPDATING) writeFileSync(file, now);
  const agreed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  assert.equal(now, agreed, `${path}; where the change is wanted, run again with UPDATE_GOLDEN=1`);
}
