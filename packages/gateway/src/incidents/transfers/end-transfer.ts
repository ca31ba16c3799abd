import type { Actor } from '../../audit/types.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid } from '../../kernel/random.ts';
import type { WorkPorts } from '../claims/change-work.ts';
import { appendEvents } from '../events/append-events.ts';
import { transferEnded } from '../events/transfer-events.ts';
import { markIncident } from '../incident/store.ts';
import type { Colleague } from '../incident/types.ts';
import { endTransferRow, findInForce } from './store.ts';

/**
 * Ends a transfer that the agency gave or received: nothing crosses any more, from the next request on. The row, the event in the
 * giver's log and an audit record of each agency are one transaction. Refuses one that is not in force, or neither of both agencies'
 * own (`not_found`), and what a share lets see, which ends with the share (`conflict`).
 */
export async function endTransfer(
  ports: WorkPorts,
  request: {
    readonly agencyId: string;
    readonly transferId: string;
    readonly colleague: Colleague;
    readonly actor: Actor;
    readonly origin: Origin;
  },
): Promise<void> {
  const { agencyId, transferId: id, colleague, actor, origin } = request;
  const known = await findInForce(ports.database.read, { id, agencyId, now: ports.clock.now() });
  await ports.database.write(
    async (tx) => {
      const at = ports.clock.now();
      const transfer = await findInForce(tx.query, { id, agencyId, now: at });
      if (transfer !== undefined && transfer.shareId !== null) {
        throw refuse.conflict({ description: 'A share lets this incident be seen; end the share' });
      }
      const by = { agencyId, ...colleague };
      if (transfer === undefined || !(await endTransferRow(tx.query, id, { at, by }))) {
        throw refuse.notFound({ description: 'No transfer with this id is in force' });
      }
      tx.onCommit(() => ports.database.notifier.notify('crossings'));
      const incident = await markIncident(tx, transfer.agencyId, transfer.incidentId, at);
      if (incident !== undefined) {
        const entry = { id: newUuid(ports.clock, ports.random), at };
        appendEvents(ports, tx, [transferEnded(incident, transfer, by, entry)]);
      }
      for (const side of [transfer.agencyId, transfer.toAgencyId]) {
        await ports.audit.append(tx, {
          actor,
          agencyId: side,
          action: 'transfer.ended',
          outcome: 'success',
          subject: id,
          origin,
          detail: { by: agencyId },
        });
      }
    },
    { agencyId: known?.agencyId ?? agencyId },
  );
}
