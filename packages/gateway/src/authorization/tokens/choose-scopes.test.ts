import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DomainError } from '../../kernel/errors.ts';
import type { Client } from '../clients/types.ts';
import { chooseScopes } from './choose-scopes.ts';

const client = { scopes: ['alerts', 'deeplinks'] } as unknown as Client;

describe('the scopes of a token', () => {
  test("[RFC 6749 3.3] are all of the client's where none is named", () => {
    for (const requested of [undefined, '', '   ']) {
      assert.deepEqual(chooseScopes(client, requested), ['alerts', 'deeplinks']);
    }
  });

  test('are the ones asked for, each once, in the order asked', () => {
    assert.deepEqual(chooseScopes(client, 'deeplinks'), ['deeplinks']);
    assert.deepEqual(chooseScopes(client, ' deeplinks  alerts deeplinks '), ['deeplinks', 'alerts']);
  });

  for (const requested of ['admin', 'alerts admin', 'ALERTS', 'alerts:trigger', 'alerts,deeplinks', 'constructor']) {
    test(`[RFC 6749 5.2] ${JSON.stringify(requested)} is refused with invalid_scope, and not quietly narrowed`, () => {
      assert.throws(
        () => chooseScopes(client, requested),
        (err: unknown) => err instanceof DomainError && err.code === 'invalid_scope',
      );
    });
  }
});
