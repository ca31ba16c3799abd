import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { messageAdded } from '../events/alert-events.ts';
import type { AlertMessage } from '../events/bodies.ts';
import type { NewEvent } from '../events/types.ts';
import { type AlertParty, agencyOf, authorOf } from '../incident/alert-party.ts';
import { writeAlert } from './change-alert.ts';
import { lockOwnAlert } from './lock-own-alert.ts';
import { linesOf } from './log-line.ts';
import { followedBy } from './move-status.ts';
import { refuseIfSupplemental } from './rules.ts';

/**
 * Adds a line to an alert's log, for both sides to read, and after it what was stated besides, as lines of its kind: the events
 * and the audit record are one transaction. Returns the first event's content. Refuses what `lockOwnAlert` refuses, and the center's word about a supplemental one (`conflict`).
 */
export async function addMessage(
  ports: { database: Database; audit: Audit; clock: Clock; random: Random },
  request: { party: AlertParty; incidentId: string; message: AlertMessage; remark?: string | null; origin: Origin },
): Promise<NewEvent<'alert.message_added'>> {
  const { party, incidentId, message, remark = null, origin } = request;
  const at = ports.clock.now();
  return ports.database.write(
    async (tx) => {
      const locked = await lockOwnAlert(tx, party.owner, incidentId, at);
      if (party.owner.side === 'psap') refuseIfSupplemental(locked);
      const by = authorOf(party, locked);
      const entry = () => ({ id: newUuid(ports.clock, ports.random), at, by });
      const event = messageAdded(locked, message, entry());
      const others = (remark === null ? [] : linesOf([remark])).map((text) =>
        messageAdded(locked, { kind: message.kind, text }, entry()),
      );
      await writeAlert(ports, tx, followedBy(locked, by), [event, ...others]);
      await ports.audit.append(tx, {
        actor: party.actor,
        agencyId: locked.agencyId,
        action: 'alert.message_added',
        outcome: 'success',
        subject: locked.id,
        origin,
        detail: { kind: message.kind },
      });
      return event;
    },
    { agencyId: agencyOf(party.owner), sharing: 'agencies' },
  );
}
