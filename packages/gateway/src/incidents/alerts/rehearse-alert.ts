import { chooseAgency } from '../../agencies/callflows/choose-agency.ts';
import { destinationsOf } from '../../agencies/callflows/types.ts';
import { findAlertSettings } from '../../agencies/store.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { coordinatesOf, type Incident } from '../incident/types.ts';
import { locationAsReceived } from '../locations/as-received.ts';
import type { Geocoder } from '../locations/geocoder.ts';
import type { AlertRequest } from './alert-report.ts';
import { alertAt, authorOf, findPosition, newIncident } from './draft-alert.ts';
import { findRepeated } from './find-raised.ts';
import { findOpenAlert } from './further-signal.ts';
import { moveStatus } from './move-status.ts';

/** The id of an alert that is not stored: none ever has it. */
const NOT_STORED = '00000000-0000-0000-0000-000000000000';

/** What a request would do, if it were sent now. */
export interface RehearsedAlert {
  /** A new alert; nothing, because it was sent before; or one more signal of an alert that is open. */
  readonly outcome: 'new' | 'repeat' | 'further_signal';
  /** The alert as it would look, under an id that none has; or the one there is, as it stands. */
  readonly alert: Incident;
  /** How long the agency has to accept an alert that asks for dispatch. */
  readonly acceptWithinSeconds: number;
}

/**
 * Does what `raiseAlert` does up to its transaction, and writes nothing: the same report is placed, routed and looked for by
 * the same rules. What happens meanwhile may change what the request does later. Refuses what `chooseAgency` refuses.
 */
export async function rehearseAlert(
  ports: { database: Database; clock: Clock; geocoder: Geocoder; alertAcceptSeconds: number },
  request: AlertRequest,
): Promise<RehearsedAlert> {
  const { callflow, report, requestsDispatch } = request;
  const query = ports.database.read;
  const now = ports.clock.now();
  const withinSecondsAt = async (agencyId: string) => {
    const settings = await findAlertSettings(query, agencyId);
    return { settings, acceptWithinSeconds: settings?.acceptWithinSeconds ?? ports.alertAcceptSeconds };
  };
  const repeated = await findRepeated(query, request, now);
  if (repeated !== undefined) {
    const { acceptWithinSeconds } = await withinSecondsAt(repeated.alert.agencyId);
    return { outcome: 'repeat', alert: repeated.alert, acceptWithinSeconds };
  }
  const location = await findPosition(ports, locationAsReceived(report.location, now), destinationsOf(callflow));
  const draft = newIncident(request, { id: NOT_STORED, location, now });
  const open = await findOpenAlert(query, draft, destinationsOf(callflow));
  if (open !== undefined) {
    const { acceptWithinSeconds } = await withinSecondsAt(open.agencyId);
    return { outcome: 'further_signal', alert: open, acceptWithinSeconds };
  }
  const agencyId = await chooseAgency(ports, callflow, coordinatesOf(location));
  const { settings, acceptWithinSeconds } = await withinSecondsAt(agencyId);
  const alert = alertAt(draft, { agencyId, agencyName: settings?.agencyName ?? '', at: now });
  if (!requestsDispatch) return { outcome: 'new', alert, acceptWithinSeconds };
  const asked = moveStatus(alert, 'DISPATCH_REQUESTED', { by: authorOf(request), at: now, acceptWithinSeconds });
  return { outcome: 'new', alert: asked, acceptWithinSeconds };
}
