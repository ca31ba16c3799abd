import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { takeOptions, UsageError } from './command.ts';

const take = (...args: string[]) => takeOptions(args, ['id', 'name'], ['public', 'dpop']);
const refused = (says: RegExp, ...args: string[]) =>
  assert.throws(
    () => take(...args),
    (err: Error) => err instanceof UsageError && says.test(err.message),
  );

describe("a command's own options", () => {
  test('are taken out in both spellings, and the rest is left in order', () => {
    const { own, isOn, rest } = take('--id', 'a', '--port', '1', '--name=b=c', '--dpop', '--demo', 'true');
    assert.deepEqual(own, { id: 'a', name: 'b=c' });
    assert.deepEqual(isOn, { dpop: true });
    assert.deepEqual(rest, ['--port', '1', '--demo', 'true']);
  });

  for (const [word, is] of [
    ['true', true],
    ['yes', true],
    ['on', true],
    ['1', true],
    ['True', true],
    ['false', false],
    ['no', false],
    ['off', false],
    ['0', false],
  ] as const) {
    test(`a switch with ${word} is ${is}`, () => {
      assert.deepEqual(take('--public', word).isOn, { public: is });
      assert.deepEqual(take(`--public=${word}`, '--id', 'a').isOn, { public: is });
    });
  }

  test('a switch by itself is on, at the end and before another option', () => {
    assert.deepEqual(take('--public').isOn, { public: true });
    assert.deepEqual(take('--public', '--id', 'a').isOn, { public: true });
    assert.deepEqual(take('--id', 'a').isOn, {});
  });

  test('a switch with any other word is refused by name', () => {
    for (const word of ['maybe', 'y', 'ja', '2', 'truе', 'true ', 'null', 'constructor']) {
      refused(/^--dpop must be true, yes, on or 1, or false, no, off or 0$/, '--dpop', word);
      refused(/^--dpop must be/, `--dpop=${word}`);
    }
    refused(/^--dpop must be/, '--dpop=');
  });

  test('an option without its value is refused by name', () => {
    refused(/^--id must have a value$/, '--id');
    refused(/^--id must have a value$/, '--id', '--name', 'a');
  });
});
