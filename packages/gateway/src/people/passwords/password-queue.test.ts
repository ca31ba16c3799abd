import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '../../kernel/errors.ts';
import { type HashRequester, PasswordQueue } from './password-queue.ts';

const seat = (key: string): HashRequester => ({ isKnown: true, key });
const stranger = (key: string): HashRequester => ({ isKnown: false, key });

/** A queue whose hashes end when the test states it, one at a time; what runs, and who was refused by which code. */
function watched(parts: { concurrency: number; queueLength: number }) {
  const queue = new PasswordQueue(parts);
  const started: string[] = [];
  const refused: string[] = [];
  const running: (() => void)[] = [];
  return {
    started,
    refused,
    ask(requester: HashRequester, name: string): void {
      const work = () => {
        started.push(name);
        return new Promise<void>((resolve) => running.push(resolve));
      };
      queue
        .run(requester, work)
        .catch((err) => refused.push(err instanceof DomainError ? `${name} ${err.code}` : 'fault'));
    },
    async endOne(): Promise<void> {
      running.shift()?.();
      await settled();
    },
  };
}

/** Every promise that could go on has. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a known seat goes before a flood of strangers, whatever number waits', async () => {
  const queue = watched({ concurrency: 1, queueLength: 200 });
  for (let flood = 0; flood < 100; flood += 1) queue.ask(stranger(`198.51.100.${flood % 25}`), `stranger ${flood}`);
  queue.ask(seat('agent'), 'seat');
  await settled();
  assert.deepEqual(queue.started, ['stranger 0']);
  await queue.endOne();
  assert.deepEqual(queue.started, ['stranger 0', 'seat']);
});

test('strangers leave one of the running hashes to those who are known', async () => {
  const queue = watched({ concurrency: 2, queueLength: 200 });
  for (let flood = 0; flood < 50; flood += 1) queue.ask(stranger(`198.51.100.${flood}`), `stranger ${flood}`);
  await settled();
  assert.deepEqual(queue.started, ['stranger 0']);
  queue.ask(seat('agent'), 'seat');
  await settled();
  assert.deepEqual(queue.started, ['stranger 0', 'seat']);
});

test('one address has a small share and is refused at once beyond it; another address has its turn next', async () => {
  const queue = watched({ concurrency: 1, queueLength: 200 });
  for (let flood = 0; flood < 30; flood += 1) queue.ask(stranger('198.51.100.7'), `flood ${flood}`);
  queue.ask(stranger('203.0.113.5'), 'somebody else');
  await settled();
  assert.equal(queue.refused.length, 21);
  for (const refusal of queue.refused) assert.match(refusal, /^flood \d+ too_many_requests$/);
  await queue.endOne();
  await queue.endOne();
  assert.deepEqual(queue.started, ['flood 0', 'flood 1', 'somebody else']);
});

test('strangers of many addresses are refused with unavailable where too many wait in all; a seat is not', async () => {
  const queue = watched({ concurrency: 1, queueLength: 20 });
  for (let flood = 0; flood < 30; flood += 1) queue.ask(stranger(`198.51.100.${flood}`), `stranger ${flood}`);
  queue.ask(seat('agent'), 'seat');
  await settled();
  assert.equal(queue.refused.length, 9);
  for (const refusal of queue.refused) assert.match(refusal, /^stranger \d+ unavailable$/);
  await queue.endOne();
  assert.equal(queue.started.at(-1), 'seat');
});

test("one known person's own flood leaves the others their turn", async () => {
  const queue = watched({ concurrency: 1, queueLength: 20 });
  for (let flood = 0; flood < 40; flood += 1) queue.ask(seat('agent'), `flood ${flood}`);
  queue.ask(seat('somebody else'), 'somebody else');
  await settled();
  assert.equal(queue.refused.length, 19);
  await queue.endOne();
  await queue.endOne();
  assert.deepEqual(queue.started, ['flood 0', 'flood 1', 'somebody else']);
});

test('everybody who waited has run in the end, each once', async () => {
  const queue = watched({ concurrency: 3, queueLength: 200 });
  const names = Array.from({ length: 60 }, (_, index) => `one ${index}`);
  for (const [index, name] of names.entries()) {
    queue.ask(index % 3 === 0 ? seat(`person ${index % 5}`) : stranger(`198.51.100.${index}`), name);
  }
  for (let end = 0; end < 60; end += 1) await queue.endOne();
  assert.deepEqual(queue.started.toSorted(), names.toSorted());
  assert.deepEqual(queue.refused, []);
});
