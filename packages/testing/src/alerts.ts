import { ALERT_CHANGES } from '../../gateway/src/agencies/callflows/alert-changes.ts';
import { plainCallflow } from '../../gateway/src/agencies/callflows/types.ts';
import type { AlertReport } from '../../gateway/src/incidents/alerts/alert-report.ts';
import { raiseAlert } from '../../gateway/src/incidents/alerts/raise-alert.ts';
import type { AlertRequest } from '../../gateway/src/incidents/alerts/rules.ts';
import type { AlertParty } from '../../gateway/src/incidents/incident/alert-party.ts';
import type { Incident } from '../../gateway/src/incidents/incident/types.ts';
import { originFrom } from './people.ts';

/** The sandbox's center, as its CAD. */
export const CENTER: AlertParty = {
  owner: { side: 'psap', agencyId: 'sandbox-county' },
  sender: 'Sandbox CAD',
  senderId: 'sandbox-cad',
  actor: { kind: 'client', id: 'sandbox-cad' },
};
/** The sandbox's central station. */
export const STATION: AlertParty = {
  owner: { side: 'central_station', clientId: 'sandbox-alarm', name: 'Sandbox Alarm Company' },
  sender: 'Sandbox Alarm Company',
  senderId: 'sandbox-alarm',
  actor: { kind: 'client', id: 'sandbox-alarm' },
};

/** An alert of the sandbox's central station at the sandbox's center. */
export async function raiseOne(
  parts: Parameters<typeof raiseAlert>[0],
  changed: Partial<AlertReport> = {},
  { requestsDispatch = false, agencyId = 'sandbox-county' } = {},
): Promise<Incident> {
  const now = parts.clock.now();
  const raised = await raiseAlert(parts, {
    clientId: 'sandbox-alarm',
    clientName: 'Sandbox Alarm Company',
    callflow: plainCallflow('sandbox', agencyId),
    requestsDispatch,
    tellsSender: ALERT_CHANGES,
    idempotencyKey: null,
    origin: originFrom(),
    report: {
      callerName: 'Jordan Rivera',
      callerPhoneGiven: '+15555550123',
      location: {
        latitude: 40.7484,
        longitude: -73.9857,
        uncertaintyRadius: 25,
        civic: null,
        source: 'test',
        locatedAt: now,
      },
      sourceId: null,
      emergencyType: 'BURGLARY',
      isTest: false,
      isActiveAssailant: false,
      siteType: null,
      description: null,
      suppliedBy: 'test',
      incidentAt: now,
      isTimeGiven: false,
      facts: {},
      siteId: null,
      senderPhone: null,
      isSupplementalOnly: false,
      ...changed,
    },
  });
  return raised.alert;
}

/** A request for a change, with what is not stated left out. */
export function asked(changed: Partial<AlertRequest>): AlertRequest {
  return { status: null, disposition: null, declineReason: null, cancelReason: null, ...changed };
}
