import { sinceDue } from '../../due-mark.ts';
import type { StreamDialect } from '../listener.ts';
import { cursorIn } from './cursor.ts';

/** `GET /v1/incident_events/stream`: incidents and locations. Ages are since a location's request fell due. */
export const prepared: StreamDialect = {
  kind: 'prepared',
  title: 'to Prepared streams',
  sends: ['call created', 'call located', 'call ended', 'alert created', 'alert located'],
  path: () => '/v1/incident_events/stream',
  headers: ({ authorization }) => ({ authorization }),
  subscription: () => null,
  read: (text) => ({ ids: cursorIn(text), ageMs: sinceDue(text) }),
};
