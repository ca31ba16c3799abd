import { EVENT_KINDS } from '../../event-counts.ts';
import type { StreamDialect } from '../listener.ts';
import { cursorIn } from './cursor.ts';

const AT = /"at":"([^"]+)"/;

/** The portal's own stream: every event. Ages are since the event's own instant. */
export const portal: StreamDialect = {
  kind: 'portal',
  title: 'to portal streams',
  sends: EVENT_KINDS,
  path: () => '/api/incidents/stream',
  headers: ({ session }) => ({ cookie: `sallyport_session=${session}` }),
  subscription: () => null,
  read(text) {
    if (!text.includes('"type":"event"')) return null;
    const at = AT.exec(text)?.[1];
    return { ids: cursorIn(text), ageMs: at === undefined ? null : Math.max(0, Date.now() - Date.parse(at)) };
  },
};
