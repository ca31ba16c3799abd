import { ALERT_CHANGES } from '../../agencies/callflows/alert-changes.ts';
import { type CompactLocation, compactLocation, wholeLocation, withoutUsual } from './stored-form.ts';
import type { AlertState, Incident } from './types.ts';

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

/** Stands for the one location that an alert came in with: it is the incident's own. */
const ITS_OWN = 'its own';

/** An alert's state as it is stored: without what nothing was said of, and without the location that its incident has. */
export type CompactAlertState = Partial<Omit<AlertState, 'locations'>> & {
  readonly locations?: typeof ITS_OWN | readonly { readonly location: CompactLocation; readonly at: number }[];
};

/** Of which incident a state is. */
type OfIncident = Pick<Incident, 'location' | 'createdAt'>;

const ownLocation = ({ location, createdAt }: OfIncident): AlertState['locations'] =>
  location === null ? [] : [{ location, at: createdAt }];

export function compactAlertState(alert: AlertState, incident: OfIncident): CompactAlertState {
  const { locations, ...rest } = withoutUsual(alert, NOTHING_SAID);
  if (locations === undefined) return rest;
  if (JSON.stringify(locations) === JSON.stringify(ownLocation(incident))) return { ...rest, locations: ITS_OWN };
  return { ...rest, locations: locations.map(({ location, at }) => ({ location: compactLocation(location), at })) };
}

/** The whole state, of a compact one or of one that was stored whole. */
export function wholeAlertState({ locations = [], ...rest }: CompactAlertState, incident: OfIncident): AlertState {
  return newAlertState({
    ...rest,
    locations:
      locations === ITS_OWN
        ? ownLocation(incident)
        : locations.map(({ location, at }) => ({ location: wholeLocation(location), at })),
  });
}
