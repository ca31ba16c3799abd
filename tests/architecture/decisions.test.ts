import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SECTIONS = ['Context', 'Alternatives', 'Choice', 'Cost'];

/** What is wrong with the form of a decision record: its number, its date, and the four sections in order. */
function faultsOf(file: string, text: string): string[] {
  const number = Number(basename(file).slice(0, 4));
  const sections = [...text.matchAll(/^\*\*(\w+)\.\*\*\s/gm)].map(([, name]) => name);
  return [
    ...(text.startsWith(`# ${number}. `) ? [] : [`${file}: must begin with "# ${number}. "`]),
    ...(/^# .+\n\n\d{4}-\d\d-\d\d\n\n/.test(text) ? [] : [`${file}: must have its date below the title`]),
    ...(sections.join() === SECTIONS.join()
      ? []
      : [`${file}: must have ${SECTIONS.join(', ')}, once each and in order`]),
  ];
}

const records = globSync('docs/decisions/*.md', { cwd: root }).map((file) => ({
  file,
  text: readFileSync(join(root, file), 'utf8'),
}));

test('every decision record has its number, its date, and context, alternatives, choice and cost', () => {
  assert.ok(records.length >= 40);
  assert.deepEqual(
    records.flatMap(({ file, text }) => faultsOf(file, text)),
    [],
  );
});

test('no two decision records have one number', () => {
  const numbers = records.map(({ file }) => basename(file).slice(0, 4));
  assert.deepEqual(
    numbers.filter((number, at) => numbers.indexOf(number) !== at),
    [],
  );
});

test('planted offenders are caught', () => {
  const good = '# 7. Title\n\n2026-01-01\n\n**Context.** A\n\n**Alternatives.** B\n\n**Choice.** C\n\n**Cost.** D\n';
  assert.deepEqual(faultsOf('docs/decisions/0007-title.md', good), []);
  assert.equal(faultsOf('docs/decisions/0008-title.md', good).length, 1);
  assert.equal(faultsOf('docs/decisions/0007-title.md', good.replace('2026-01-01', 'May')).length, 1);
  assert.equal(faultsOf('docs/decisions/0007-title.md', good.replace('**Alternatives.** B\n\n', '')).length, 1);
});
