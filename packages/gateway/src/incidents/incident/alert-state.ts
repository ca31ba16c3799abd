import { ALERT_CHANGES } from '../../agencies/callflows/alert-changes.ts';
import type { AlertState } from './types.ts';

/** What is true of an alert about which nothing is stored: one raised before alerts were answered. */
const NOTHING_SAID: AlertState = {
  agencyName: '',
  senderName: '',
  senderPhone: null,
  isSupplementalOnly: false,
  dispatchRequestedAt: null,
  firstViewedAt: null,
  declineReason: null,
  cancelReason: null,
  statusChangedAt: null,
  statusChangedBy: null,
  followers: [],
  locations: [],
  siteId: null,
  saidIncidentAt: null,
  tellsSender: ALERT_CHANGES,
  signals: [],
};

/** An alert's state as a new alert has it. */
export function newAlertState(stated: Partial<AlertState>): AlertState {
  return { ...NOTHING_SAID, ...stated };
}

/** The stored text as a state. */
export function readAlertState(stored: string | null): AlertState {
  return newAlertState(stored === null ? {} : (JSON.parse(stored) as Partial<AlertState>));
}
