/** What may change about an alert and be sent to its sender, or not: a callflow chooses. */
export const ALERT_CHANGES = ['status', 'disposition', 'location', 'messages'] as const;
export type AlertChange = (typeof ALERT_CHANGES)[number];
