const PREFIX = 'alert-';

/** The id by which partners know an alert, in every dialect that has one. */
export function alertIdOf(incident: { readonly id: string }): string {
  return `${PREFIX}${incident.id}`;
}

/** The incident an alert id names; the prefix may be missing. */
export function incidentIdOf(alertId: string): string {
  return alertId.startsWith(PREFIX) ? alertId.slice(PREFIX.length) : alertId;
}

/** The form of these ids, for what is asked for by them. */
export const ALERT_IDS = { read: incidentIdOf, example: `${PREFIX}0190c2d8-…` } as const;
