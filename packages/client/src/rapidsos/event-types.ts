import type { AlertEventType } from '@sallyport/contract';

/** Every event a subscriber may ask for; the compiler refuses one that the contract has and this has not. */
const EVENTS: Readonly<Record<AlertEventType, true>> = {
  'alert.new': true,
  'alert.status_update': true,
  'alert.disposition_update': true,
  'alert.location_update': true,
  'alert.chat': true,
  'alert.milestone': true,
  'alert.multi_trip_signal': true,
  'location.prevalidation': true,
};
export const ALERT_EVENT_TYPES = Object.keys(EVENTS) as readonly AlertEventType[];
