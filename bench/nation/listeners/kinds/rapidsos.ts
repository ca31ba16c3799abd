import { sinceDue } from '../../due-mark.ts';
import type { StreamDialect } from '../listener.ts';
import { cursorIn } from './cursor.ts';

const EVENT_TYPES = 'alert.new,alert.status_update,alert.disposition_update,alert.chat';

/** `GET /v1` of the center: alerts. Ages are since an alert's request fell due. */
export const rapidsos: StreamDialect = {
  kind: 'rapidsos',
  title: 'to RapidSOS streams',
  sends: ['alert created', 'alert status', 'alert disposition', 'alert message'],
  path: () => `/v1?${new URLSearchParams({ event_types: EVENT_TYPES, after: 'now' })}`,
  headers: ({ authorization }) => ({ authorization }),
  subscription: () => null,
  read: (text) => ({ ids: cursorIn(text), ageMs: sinceDue(text) }),
};
