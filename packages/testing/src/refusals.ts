import assert from 'node:assert/strict';
import { DomainError, type ErrorCode } from '../../gateway/src/kernel/errors.ts';

/** The refusal with this code; fails where the work succeeds or fails otherwise. */
export async function refusedWith(code: ErrorCode, work: Promise<unknown>): Promise<DomainError> {
  const outcome: unknown = await work.then(
    () => 'nothing was refused',
    (err: unknown) => err,
  );
  if (!(outcome instanceof DomainError)) {
    throw new assert.AssertionError({ message: `expected the refusal ${code}`, actual: outcome, expected: code });
  }
  assert.equal(outcome.code, code);
  return outcome;
}
