import { Type } from 'typebox';

const PREFIX = 'alert-';

/** The id by which partners know an alert, in every dialect that has one. */
export function alertIdOf(incident: { readonly id: string }): string {
  return `${PREFIX}${incident.id}`;
}

/** The incident an alert id names; the prefix may be missing. */
export function incidentIdOf(alertId: string): string {
  return alertId.startsWith(PREFIX) ? alertId.slice(PREFIX.length) : alertId;
}

/** What is typed into a search: an alert's id, or its first letters, without the prefix; any other text as it is. */
export function withoutPrefix(text: string): string {
  return text.replace(/^\s*alert-(?=[0-9a-f]{8})/i, '');
}

/** The form of these ids, for what is asked for by them. */
export const ALERT_IDS = { read: incidentIdOf, example: `${PREFIX}0190c2d8-…` } as const;

/** The parameters of a path about one incident. */
export const INCIDENT_PARAMS = Type.Object({
  id: Type.String({ maxLength: 60, description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
});
