import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { DEMO_HASHES } from '../../../../testing/src/demo-hashes.ts';
import { countHashes } from '../../../../testing/src/hash-count.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { DEMO_DEVELOPER, DEMO_USERS } from '../../app/seed-demo.ts';
import { createSystemRandom } from '../../kernel/random.ts';
import { PasswordHasher } from './password-hasher.ts';

const random = createSystemRandom();
const hasher = new PasswordHasher({ random, concurrency: 2, queueLength: 10 });

describe('the password hasher', () => {
  test('stores argon2id in the PHC form with the parameters in it and a salt of its own', async () => {
    const [first, second] = await Promise.all([hasher.hash('the same words'), hasher.hash('the same words')]);
    const form = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/;
    assert.match(first, form);
    assert.match(second, form);
    assert.notEqual(first, second);
  });

  test('knows the right password and no other', async () => {
    const stored = await hasher.hash('the right words');
    assert.equal(await hasher.verify('the right words', stored), true);
    for (const wrong of ['The right words', 'the right words ', '', 'the right word']) {
      assert.equal(await hasher.verify(wrong, stored), false);
    }
  });

  test('computes one hash for a name without an account, as for one with, and refuses', async () => {
    const stored = await hasher.hash('the right words');
    assert.equal(await countHashes(() => hasher.verify('any words', stored)), 1);
    let isRight = true;
    const count = await countHashes(async () => {
      isRight = await hasher.verify('any words', null);
    });
    assert.equal(count, 1);
    assert.equal(isRight, false);
  });

  test('takes the two ways Unicode writes one letter as the same', async () => {
    const stored = await hasher.hash('caf\u00e9 at the harbor');
    assert.equal(await hasher.verify('cafe\u0301 at the harbor', stored), true);
  });

  test('neither truncates long passwords nor loses letters of any script', async () => {
    const long = `${'x'.repeat(1_000)}a`;
    const stored = await hasher.hash(long);
    assert.equal(await hasher.verify(`${'x'.repeat(1_000)}b`, stored), false);
    assert.equal(await hasher.verify('пароль', await hasher.hash('пароль')), true);
  });

  test('the hashes that tests seed are of the published passwords, with the parameters of today', async () => {
    const passwords = [...DEMO_USERS.map(({ password }) => password), DEMO_DEVELOPER.password];
    assert.deepEqual(Object.keys(DEMO_HASHES).sort(), [...passwords].sort());
    const parametersOf = (stored: string) => stored.split('$').slice(1, 4);
    const today = parametersOf(await hasher.hash('a password'));
    for (const password of passwords) {
      const stored = DEMO_HASHES[password] ?? assert.fail(password);
      assert.deepEqual(parametersOf(stored), today);
      assert.equal(await hasher.verify(password, stored), true, password);
    }
  });

  test('refuses to read what is not an argon2id hash', async () => {
    await assert.rejects(hasher.verify('words', '$2b$12$abcdefghijklmnopqrstuv'), /not argon2id/);
  });

  test('refuses with unavailable, and computes nothing, what comes while its queue is full; then takes more', async () => {
    const narrow = new PasswordHasher({ random, concurrency: 1, queueLength: 2 });
    let results: PromiseSettledResult<string>[] = [];
    const count = await countHashes(async () => {
      results = await atOnce(8, () => narrow.hash('words'));
    });
    assert.equal(succeeded(results).length, 3);
    assert.equal(count, 3);
    for (const reason of failed(results)) {
      const refusal = await refusedWith('unavailable', Promise.reject(reason));
      assert.equal(refusal.status, 503);
      assert.ok((refusal.retryAfterSeconds ?? 0) > 0);
    }
    await narrow.hash('words');
  });
});
