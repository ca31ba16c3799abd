import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { testWorld } from '../../../testing/src/world.ts';

onEachEngine('a body that is too large', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let url = '';
  before(async () => {
    world = await testWorld(engine);
    url = await world.app.listen({ host: '127.0.0.1', port: 0 });
  });
  after(() => world?.stop());

  test('whoever sends too much reads the refusal, however much it is, and not a broken connection', async () => {
    const body = new Uint8Array(20_000_000).fill(120);
    for (let count = 0; count < 20; count += 1) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body, headers });
      assert.equal(answer.status, 413);
      assert.match(await answer.text(), /at most 16384 bytes/);
    }
  });

  test('the connection of a refused body goes on', async () => {
    const body = '{';
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body, headers });
    assert.equal(answer.status, 400);
    assert.notEqual(answer.headers.get('connection'), 'close');
  });
});
