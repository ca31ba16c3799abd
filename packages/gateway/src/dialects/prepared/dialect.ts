import { cadPartnerIdOf } from '../../incidents/cad/read-cad-incidents.ts';
import type { Dialect } from '../routing/dialect.ts';
import { cable, cableFrames } from './cable.ts';
import * as cadIncidents from './cad-incidents.ts';
import { preparedErrors } from './errors.ts';
import * as eventStream from './event-stream.ts';
import * as incidentEvents from './incident-events.ts';
import { streamToken } from './stream-token.ts';
import { preparedCadWebhooks, preparedWebhooks } from './webhook-messages.ts';

/** What Prepared's partners use: incident events by page, stream and webhook, live transcripts, and the CAD's side. */
export const prepared = {
  name: 'prepared',
  description: 'Incident events as Prepared integrations read them',
  unrouted: [
    {
      pathPrefixes: ['/v1/incident_events', '/v2/find_incident', '/v2/incidents', '/cable'],
      errors: preparedErrors,
    },
  ],
  routes: {
    listPreparedEvents: incidentEvents.list,
    readPreparedIncident: incidentEvents.read,
    issuePreparedStreamToken: streamToken,
    downloadPreparedMedia: incidentEvents.media,
    findPreparedCadIncident: cadIncidents.find,
    readPreparedCadIncident: cadIncidents.read,
    addPreparedCadNote: cadIncidents.addNote,
    setPreparedCadStatus: cadIncidents.setStatus,
  },
  tasks: [
    {
      name: 'Prepared incident events',
      description: 'Calls and their changes by page and by stream, with recordings, live audio and transcripts',
      operations: [
        'listPreparedEvents',
        'readPreparedIncident',
        'issuePreparedStreamToken',
        'downloadPreparedMedia',
        'streamPreparedEvents',
        'streamPreparedTranscripts',
      ],
    },
    {
      name: 'Prepared CAD incidents',
      description: 'How a CAD finds the call of its incident, and reports notes and statuses',
      operations: ['findPreparedCadIncident', 'readPreparedCadIncident', 'addPreparedCadNote', 'setPreparedCadStatus'],
    },
  ],
  sockets: { streamPreparedEvents: eventStream.stream, streamPreparedTranscripts: cable },
  frames: { prepared: ({ publicUrl }) => eventStream.preparedFrames(publicUrl), cable: () => cableFrames },
  webhooks: {
    prepared: {
      description: 'Prepared: incident events',
      encoder: ({ publicUrl }) => preparedWebhooks(publicUrl),
    },
    prepared_cad: {
      description: 'Prepared: CAD events',
      encoder: (ports) =>
        preparedCadWebhooks(ports.publicUrl, ({ agencyId, incidentId }) => cadPartnerIdOf(ports, agencyId, incidentId)),
    },
  },
} satisfies Dialect<never>;
