import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SOURCE = 'packages/gateway/src';

/** Flags, names and ids of one vendor's wire, which the model states as facts of its own. */
const VENDOR_WORDS =
  /\b(ACTIVE_ASSAILANT|MULTI_TRIP_SIGNAL|sla_expiration_time|covering_psap|cad_partner_incident_id)\b|['"`]TEST_|\balert-[0-9$]/;

/**
 * Who may write them: dialects, which translate; the codecs of stored rows, whose texts older versions wrote, and the columns of the
 * database; the simulation, which is a sender and sends what a vendor's sender does; and the contract tests, which state what a
 * vendor's documents promise.
 */
const MAY_WRITE =
  /\/(dialects|database|cli\/simulation|cli\/contract)\/|\/(stored-[a-z-]+|first-version|store)\.ts$|\.test\.ts$/;

interface Source {
  readonly file: string;
  readonly text: string;
}

function vendorFaults({ file, text }: Source): string[] {
  if (MAY_WRITE.test(file)) return [];
  return text
    .split('\n')
    .flatMap((line, index) => (VENDOR_WORDS.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
}

const sources = globSync(`${SOURCE}/**/*.ts`, { cwd: root }).map((file) => ({
  file,
  text: readFileSync(join(root, file), 'utf8'),
}));

test("a vendor's words stand in the dialects alone", () => {
  assert.ok(sources.length >= 480, `only ${sources.length} files were seen`);
  assert.deepEqual(sources.flatMap(vendorFaults), []);
});

test('planted vendor words are caught', () => {
  const planted = (file: string, text: string) => vendorFaults({ file: `${SOURCE}/${file}`, text }).length;
  assert.equal(planted('incidents/alerts/x.ts', "if (emergencyType.startsWith('TEST_')) return;"), 1);
  assert.equal(planted('incidents/alerts/x.ts', "const JOINING = ['ACTIVE_ASSAILANT'];"), 1);
  assert.equal(planted('agencies/callflows/x.ts', "const FIELDS = ['covering_psap'];"), 1);
  assert.equal(planted('intake/x.ts', '`as in alert-0190c2d8`'), 1);
  assert.equal(planted('dialects/rapidsos/x.ts', "const NAME = 'ACTIVE_ASSAILANT';"), 0);
  assert.equal(planted('incidents/alerts/x.ts', "if (isActiveAssailant) rank('alert-time');"), 0);
});
