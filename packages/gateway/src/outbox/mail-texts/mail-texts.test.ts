import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailTexts, mailTo } from './mail-texts.ts';
import type { AccountChange, ApplicationStep, DisabledWebhook, Mail, MailTexts } from './types.ts';

const CHANGES: readonly AccountChange[] = [
  'factor_added',
  'factor_removed',
  'recovery_code_used',
  'recovery_codes_made',
  'password_changed',
  'new_place',
  'factors_reset',
];
const REASONS: readonly DisabledWebhook[] = ['gone', 'failing', 'ended'];
const STEPS: readonly ApplicationStep[] = [
  ...(['submitted', 'more_asked', 'approved', 'declined'] as const).map((step) => ({ step })),
  ...(['secret_made', 'secret_removed', 'redirects_changed'] as const).map((step) => ({ step })),
  { step: 'agency_granted', agencyName: 'Valle' },
  { step: 'agency_declined', agencyName: 'Valle' },
  { step: 'client_issued', clientId: 'valle-cad' },
];
const VALUES = ['Ada', '2026-12-01T04:00:00Z', '203.0.113.7', 'https://sallyport.example/x', 'Tablero', 'Estudio', '7'];

function all(texts: MailTexts): Mail[] {
  const [firstName = '', at = '', place = '', url = '', name = '', company = ''] = VALUES;
  return [
    ...CHANGES.map((change) => texts.accountChanged(change, { firstName, at, place, codesLeft: 7 })),
    texts.passwordLink({ firstName, url, expiresAt: at }),
    texts.passwordExpires({ firstName, url, expiresAt: at }),
    texts.signUp({ url, expiresAt: at }),
    texts.signUpOfKnown({ signInUrl: url }),
    ...REASONS.map((reason) => texts.webhookDisabled({ name, reason, url })),
    ...STEPS.map((step) => texts.applicationStep(step, { name, more: company, url })),
    texts.reviewAsked({ name, developer: firstName, company, url }),
    texts.auditHeads({ publicUrl: url, at, day: '2026-12-01', heads: ['{}'] }),
  ];
}

test('every mail is written in every language, with the same values in it and no sentence of another language', () => {
  const [english, spanish] = [all(mailTexts('en')), all(mailTexts('es'))];
  assert.equal(english.length, spanish.length);
  for (const [index, mail] of english.entries()) {
    const other = spanish[index] as Mail;
    const [text, theirs] = [mailTo('a@b.test', mail).text, mailTo('a@b.test', other).text];
    for (const value of VALUES) assert.equal(text.includes(value), theirs.includes(value), `${mail.subject}: ${value}`);
    const own = (lines: readonly string[]) => lines.filter((line) => / /.test(line) && !line.startsWith('sallyport '));
    assert.deepEqual(
      own(mail.lines).filter((line) => other.lines.includes(line)),
      [],
      mail.subject,
    );
  }
});

test('whoever chose no language has English', () => {
  assert.equal(mailTexts(undefined), mailTexts('en'));
});
