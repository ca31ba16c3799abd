import type { Actor } from '../../audit/types.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { WorkPorts } from '../claims/change-work.ts';
import type { Colleague } from '../incident/types.ts';
import { endShareRow, findShareInForce } from './store.ts';

/**
 * Ends a share that the agency gave or received: nothing crosses by it any more, from the next request on. The row and an audit record
 * of each agency are one transaction. Refuses one that is not in force, or neither of both agencies' own (`not_found`).
 */
export async function endShare(
  ports: WorkPorts,
  request: {
    readonly agencyId: string;
    readonly shareId: string;
    readonly colleague: Colleague;
    readonly actor: Actor;
    readonly origin: Origin;
  },
): Promise<void> {
  const { agencyId, shareId: id, colleague, actor, origin } = request;
  await ports.database.write(
    async (tx) => {
      const at = ports.clock.now();
      const share = await findShareInForce(tx.query, { id, agencyId, now: at });
      if (share === undefined || !(await endShareRow(tx.query, id, { at, by: { agencyId, ...colleague } }))) {
        throw refuse.notFound({ description: 'No share with this id is in force' });
      }
      tx.onCommit(() => ports.database.notifier.notify('crossings'));
      for (const side of [share.agencyId, share.toAgencyId]) {
        await ports.audit.append(tx, {
          actor,
          agencyId: side,
          action: 'share.ended',
          outcome: 'success',
          subject: id,
          origin,
          detail: { by: agencyId },
        });
      }
    },
    { agencyId },
  );
}
