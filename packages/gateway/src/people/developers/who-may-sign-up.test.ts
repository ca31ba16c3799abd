import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { loadConfig } from '../../config/load-config.ts';
import { signUp } from './sign-up.ts';

const REQUEST = { name: 'Buy now at https://elsewhere.test', password: 'plain copper kettle 58' };

onEachEngine('signing up as a developer', (engine) => {
  test('is off outside the sandbox where no mail is configured, and the sandbox shows the link', async () => {
    for (const [changed, status] of [
      [{ demo: false }, 403],
      [{ demo: false, developerSignUp: 'off' }, 403],
      [{ demo: true, developerSignUp: 'off' }, 403],
      [{ demo: true }, 202],
    ] as const) {
      const world = await testWorld(engine, changed);
      const payload = { ...REQUEST, email: `sam.${status}.${Object.values(changed).join('-')}@vendor.test` };
      const answer = await world.app.inject({ method: 'POST', url: '/api/developer/sign-ups', payload });
      assert.equal(answer.statusCode, status, answer.body);
      if (status === 202) assert.match(answer.json().url, /\/developers\/confirm#/);
      const confirmation = { link_token: 'any', password: REQUEST.password };
      const confirmed = await world.app.inject({
        method: 'POST',
        url: '/api/developer/confirmations',
        payload: confirmation,
      });
      assert.equal(confirmed.statusCode, status === 403 ? 403 : 404);
      await world.stop();
    }
  });

  test('never gives the link to the caller of a real installation, and mails an address so many at most', async () => {
    const world = await testWorld(engine, { demo: false, developerSignUp: 'on' });
    const ask = () =>
      world.app.inject({
        method: 'POST',
        url: '/api/developer/sign-ups',
        payload: { ...REQUEST, email: 'Robin@vendor.test' },
      });
    for (let count = 0; count < 5; count += 1) {
      const answer = await ask();
      assert.equal(answer.statusCode, 202);
      assert.deepEqual([answer.json().url, answer.json().mailed_to], [null, null]);
      assert.doesNotMatch(answer.body, /confirm#/);
    }
    const more = await ask();
    assert.equal(more.statusCode, 429);
    assert.ok(Number(more.headers['retry-after']) > 0);
    world.clock.advance(25 * 3_600_000);
    assert.equal((await ask()).statusCode, 202);
    world.clock.advance(25 * 3_600_000);
    // As fast as several servers are together: a hash takes so long here that one is stored before the next is counted.
    const passwords = Object.assign(Object.create(world.parts.passwords), { hash: async () => 'hashed before' });
    const asked = { ...REQUEST, email: 'robin@vendor.test', origin: originFrom() };
    const together = await Promise.allSettled(
      Array.from({ length: 8 }, () => signUp({ ...world.parts, passwords }, asked)),
    );
    assert.equal(together.filter(({ status }) => status === 'fulfilled').length, 5, 'also where they come at once');
    await world.stop();
  });
});

test('sign-up cannot be on where nobody could be mailed', () => {
  const on = { SALLYPORT_DEVELOPER_SIGN_UP: 'on' };
  assert.throws(() => loadConfig({}, on), /only with SALLYPORT_SMTP_URL/);
  assert.throws(() => loadConfig({}, { SALLYPORT_DEVELOPER_SIGN_UP: 'yes' }), /takes on, off or auto/);
  assert.equal(loadConfig({}, { ...on, SALLYPORT_SMTP_URL: 'smtp://mail.test' }).developerSignUp, 'on');
  assert.equal(loadConfig({ demo: 'true' }, on).developerSignUp, 'on');
});
