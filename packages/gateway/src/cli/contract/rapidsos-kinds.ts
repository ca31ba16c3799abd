import { member } from './checks.ts';
import * as be from './kinds.ts';

export const ALERTS = 'specification: RapidSOS Alert Management API 1.1.0';
export const LEI = 'documentation: RapidSOS LEI API';
export const EVENTS = 'specification: RapidSOS WebSocket Events API 1.1.1';

const STATUSES = ['NEW', 'IGNORED', 'DISPATCH_REQUESTED', 'ACCEPTED', 'DECLINED', 'TIMEOUT', 'CANCELED'];
const DISPOSITIONS = [
  ...['DISPATCHED', 'ENROUTE', 'PREEMPTED', 'ON_SCENE'],
  ...['CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED', 'CANCELED'],
];
/** The error of every RapidSOS API. */
export const detail = member('detail', be.filledText);
/** A name of that list, with what is displayed. */
export const named = (...names: readonly string[]) =>
  be.objectOf({ name: be.oneOf(...names), display_name: be.filledText });
export const statusKind = named(...STATUSES);
export const dispositionKind = be.orNull(named(...DISPOSITIONS));

export const logMessage = be.objectOf({
  alert_id: be.filledText,
  message: be.text,
  message_type: be.oneOf('SYSTEM_UPDATE', 'STATUS_UPDATE', 'CHAT_MESSAGE', 'MILESTONE', 'MULTI_TRIP_SIGNAL'),
  sender: be.text,
  sender_id: be.text,
  created_at: be.milliseconds,
});
