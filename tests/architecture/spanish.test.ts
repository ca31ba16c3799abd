import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RIGHT_GROUPS, SCOPES } from '../../packages/contract/src/index.ts';
import { EMERGENCY_TYPE_NAMES } from '../../packages/contract/src/rapidsos/alerts.ts';
import { REMARK_LABELS } from '../../packages/gateway/src/dialects/cards/remarks.ts';
import { DISPLAY_SCHEMA } from '../../packages/gateway/src/dialects/native/incidents/cards/display-schema.ts';
import { typeWords } from '../../packages/gateway/src/dialects/requests/emergency-type.ts';
import { DISPOSITIONS, STATUS_WORDS } from '../../packages/gateway/src/incidents/incident/types.ts';
import { stockTitle } from '../../packages/gateway/src/people/roles/role-title.ts';
import { SPANISH } from '../../packages/portal/src/words/spanish/spanish.ts';
import { serverText, translateBy } from '../../packages/portal/src/words/translated.ts';

/** Abbreviations that are the same in Spanish, or that people know by them. */
const SAME = new Set(['Color', 'Sensor', 'VIN', 'CO', 'CO (test)', 'Id', 'Software', 'Video']);

/** What the server sends a dispatcher in words of its own. */
function sentWords(): string[] {
  const cards = Object.values(DISPLAY_SCHEMA);
  return [
    ...Object.values(STATUS_WORDS),
    ...Object.values(DISPOSITIONS),
    ...EMERGENCY_TYPE_NAMES.map(typeWords),
    ...['agent', 'admin', 'supervisor', 'auditor', 'trainee'].map((role) => stockTitle(role) ?? role),
    ...Object.keys(RIGHT_GROUPS),
    ...Object.values(RIGHT_GROUPS).flatMap((rights) => Object.values(rights)),
    ...Object.values(SCOPES),
    ...Object.values(REMARK_LABELS),
    ...cards.map(({ title }) => title),
    ...cards.flatMap(({ fields }) => Object.values(fields).map(({ label }) => label)),
  ].filter((word) => word !== '');
}

test('every word that the server sends a dispatcher has a Spanish one', () => {
  translateBy(SPANISH);
  const words = sentWords();
  assert.ok(words.length > 80, `${words.length} words`);
  const left = words.filter((word) => !SAME.has(word) && serverText(word) === word);
  translateBy(null);
  assert.deepEqual([...new Set(left)], []);
});
