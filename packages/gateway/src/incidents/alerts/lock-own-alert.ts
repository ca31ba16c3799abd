import { agencyDisabled } from '../../agencies/disabling/agency-disabled.ts';
import { disabledAmong } from '../../agencies/disabling/store.ts';
import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { AlertOwner } from '../incident/alert-party.ts';
import { lockAlert } from '../incident/store.ts';
import type { Incident } from '../incident/types.ts';

/**
 * The owner's alert, locked until the transaction ends and changed at that instant: the caller saves it. Refuses one that the owner
 * may not know (`not_found`), and a sender's where its agency is disabled, because nobody would read it (`forbidden`).
 */
export async function lockOwnAlert(tx: Transaction, owner: AlertOwner, id: string, at: number): Promise<Incident> {
  const locked = await lockAlert(tx, owner, id, at);
  if (locked === undefined) throw refuse.notFound({ description: 'No alert with this id' });
  const { agencyId } = locked;
  const isSender = owner.side === 'central_station';
  if (isSender && (await disabledAmong(tx.query, [agencyId])).has(agencyId)) throw agencyDisabled(agencyId);
  return locked;
}
