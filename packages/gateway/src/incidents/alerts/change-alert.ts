import { findAlertSettings } from '../../agencies/store.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { dispositionChanged, messageAdded, statusChanged } from '../events/alert-events.ts';
import { appendEvents } from '../events/append-events.ts';
import type { NewEvent } from '../events/types.ts';
import { type AlertParty, agencyOf, authorOf, SYSTEM_AUTHOR } from '../incident/alert-party.ts';
import { saveIncident } from '../incident/store.ts';
import type { AlertStatus, Disposition, Incident } from '../incident/types.ts';
import { lockOwnAlert } from './lock-own-alert.ts';
import { linesOf } from './log-line.ts';
import { followedBy, moveStatus } from './move-status.ts';
import { type AlertRequest, checkAllows, checkMayAsk, statusAt } from './rules.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly alertAcceptSeconds: number;
}

/**
 * Changes an alert's status, its disposition, or both. The alert's row, an event for each of the two that is new, and the
 * audit record are one transaction that holds the row from before the rules are read: of two who accept at one instant one
 * is answered and one refused. A disposition the alert has already changes nothing. A remark is lines of the log. `within` is run in that
 * transaction once the row is held. Refuses what `checkMayAsk`, `checkAllows`, `lockOwnAlert` and `within` refuse.
 */
export async function changeAlert(
  ports: Ports,
  request: AlertRequest & {
    party: AlertParty;
    incidentId: string;
    remark?: string | null;
    origin: Origin;
    within?: (tx: Transaction) => Promise<void>;
  },
): Promise<Incident> {
  const { party, incidentId, remark = null, origin } = request;
  checkMayAsk(party.owner, request);
  const at = ports.clock.now();
  return ports.database.write(
    async (tx) => {
      const locked = await lockOwnAlert(tx, party.owner, incidentId, at);
      await request.within?.(tx);
      checkAllows(locked, party.owner, request, at);
      const settings = await findAlertSettings(tx.query, locked.agencyId);
      const acceptWithinSeconds = settings?.acceptWithinSeconds ?? ports.alertAcceptSeconds;
      const by = authorOf(party, locked);
      const events: NewEvent[] = [];
      const entry = (author = by) => ({ id: newUuid(ports.clock, ports.random), at, by: author });
      let alert = locked;
      const from = statusAt(locked, at);
      if (from !== locked.status) {
        alert = moveStatus(alert, from, { by: SYSTEM_AUTHOR, at, acceptWithinSeconds });
        events.push(statusChanged(alert, locked.status as AlertStatus, entry(SYSTEM_AUTHOR)));
      }
      alert = followedBy(alert, by);
      // Whatever the center answers, it has seen what was signalled.
      if (party.owner.side === 'psap') alert = { ...alert, signalledAt: null };
      if (request.status !== null) {
        alert = moveStatus(alert, request.status, { ...request, by, at, acceptWithinSeconds });
        events.push(statusChanged(alert, from, entry()));
      }
      alert = withDisposition(alert, request.disposition ?? alert.disposition, at);
      if (alert.disposition !== locked.disposition) events.push(dispositionChanged(alert, entry()));
      for (const text of remark === null ? [] : linesOf([remark])) {
        events.push(messageAdded(alert, { kind: 'status', text }, entry()));
      }
      await writeAlert(ports, tx, alert, events);
      await ports.audit.append(tx, {
        actor: party.actor,
        agencyId: alert.agencyId,
        action: 'alert.changed',
        outcome: 'success',
        subject: alert.id,
        origin,
        detail: { from, status: alert.status, disposition: alert.disposition },
      });
      return alert;
    },
    { agencyId: agencyOf(party.owner), sharing: 'agencies' },
  );
}

function withDisposition(alert: Incident, disposition: Disposition | null, at: number): Incident {
  if (alert.alert === null || disposition === alert.disposition) return alert;
  return { ...alert, disposition, alert: { ...alert.alert, statusChangedAt: at } };
}

/** Stores a locked alert with the events that state what is new. */
export async function writeAlert(
  ports: { database: Database },
  tx: Transaction,
  alert: Incident,
  events: readonly NewEvent[],
): Promise<void> {
  saveIncident(tx, alert);
  if (events.length > 0) appendEvents(ports, tx, events);
}
