/** What may become of an alert, as far as its sender may be told of it or not. */
export const ALERT_NEWS = ['status', 'disposition', 'location', 'messages'] as const;
export type AlertNews = (typeof ALERT_NEWS)[number];
