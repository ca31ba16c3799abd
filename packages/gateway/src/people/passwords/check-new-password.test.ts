import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DomainError } from '../../kernel/errors.ts';
import { checkNewPassword } from './check-new-password.ts';

const PERSON = { email: 'sam.rivera@sandbox.test', firstName: 'Sam', lastName: 'Rivera' };
const MINIMUM = 12;

async function refusalOf(password: string): Promise<string | null> {
  try {
    await checkNewPassword(password, PERSON, MINIMUM);
    return null;
  } catch (err) {
    assert.ok(err instanceof DomainError && err.code === 'invalid_request');
    assert.ok(password === '' || !err.message.includes(password), 'a password is never part of a message');
    return err.message;
  }
}

describe('a new password', () => {
  for (const password of [
    'kestrel lantern 58 orchard',
    'правильные слова и гавань',
    '山川草木花鳥風月春夏秋冬',
    '🦅🏮🌳🔑🦅🏮🌳🔑🪁🎏🎐🎑',
    '!@#$%^&*()_+{}|:<>?',
    `aaaaaaa${'bcdefghijk'.repeat(50)}`,
    'Sam Rivera keeps a lighthouse',
  ]) {
    test(`${JSON.stringify(password.slice(0, 30))} may be chosen`, async () => {
      assert.equal(await refusalOf(password), null);
    });
  }

  for (const password of ['', 'short', 'elevenchars', '🦅'.repeat(11)]) {
    test(`${JSON.stringify(password)} is refused as too short, counted in characters`, async () => {
      assert.match((await refusalOf(password)) ?? '', /at least 12 characters/);
    });
  }

  for (const password of [
    'password password',
    'Password-Password-2026',
    'aaaaaaaaaaaaaaaa',
    'abcabcabcabcabc',
    'Correct Horse Battery Staple',
    '123456789012345',
    'qwertyuiop12345',
    'letmeinplease',
    'dispatcher dispatcher',
    'iloveyou iloveyou',
    '1qaz2wsx3edc4rfv',
  ]) {
    test(`${JSON.stringify(password)} is refused as one of the first that are guessed`, async () => {
      assert.match((await refusalOf(password)) ?? '', /first that are guessed/);
    });
  }

  for (const password of ['sam.rivera@sandbox.test', 'SamRivera-26', 'sam rivera sam rivera', 'samrivera!!!!!!!1']) {
    test(`${JSON.stringify(password)} is refused, because it is made of the person's own name or address`, async () => {
      assert.match((await refusalOf(password)) ?? '', /own name or address/);
    });
  }

  test('is judged while everything else goes on', async () => {
    await refusalOf('a first one, whose lists are read');
    let turns = 0;
    let isJudged = false;
    const count = () => {
      turns += 1;
      if (!isJudged) setImmediate(count);
    };
    setImmediate(count);
    await refusalOf('p4$$w0rd@1!'.repeat(6));
    isJudged = true;
    assert.ok(turns > 1, `${turns} turns of the event loop`);
  });
});
