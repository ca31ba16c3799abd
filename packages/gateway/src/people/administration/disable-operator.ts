import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { enabledOperators, lockOperators } from '../users/store.ts';
import type { UserState } from '../users/types.ts';
import { checkStillEnabled, type EditPorts, editUserIn, stateOf, type UserRequest } from './administer-user.ts';

/**
 * Disables an operator, ending their sessions and tokens, or enables them again; atomic with its audit record. Refuses the last one who
 * is enabled and an operator's disabling of themselves (`conflict`), also where two disable each other at once: one of both stays. Who was
 * disabled since they were let in is refused (`forbidden`), so that nobody enables themselves.
 */
export async function disableOperator(
  ports: EditPorts,
  request: Omit<UserRequest, 'agencyId'> & { isDisabled: boolean },
): Promise<UserState> {
  const { isDisabled, ...asked } = request;
  await ports.database.write(async (tx) => {
    await lockOperators(tx.query, ports.database.engine);
    await checkStillEnabled(tx, asked.actor);
    if (isDisabled) await checkNotLast(tx, asked);
    await editUserIn(ports, tx, { ...asked, agencyId: null, edit: { isDisabled } });
  });
  return stateOf(ports, request.userId);
}

async function checkNotLast(tx: Transaction, { userId }: Omit<UserRequest, 'agencyId'>): Promise<void> {
  const others = (await enabledOperators(tx.query)).filter((id) => id !== userId);
  if (others.length === 0) {
    throw refuse.conflict({ description: 'The last operator cannot be disabled: nobody could enable one again' });
  }
}
