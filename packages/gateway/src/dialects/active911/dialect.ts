import { readAgency, readAgencyNumber } from '../../agencies/find-agencies.ts';
import { readNumberOf } from '../../incidents/numbers/read-numbered.ts';
import type { Dialect } from '../routing/dialect.ts';
import * as agency from './agency.ts';
import * as active911Alerts from './alerts.ts';
import { authorizeAgency } from './authorize-agency.ts';
import { rewriteUrl } from './envelope.ts';
import { active911Errors, active911TokenErrors } from './errors.ts';
import * as mapdata from './mapdata.ts';
import * as personalAccess from './personal-access.ts';
import * as active911Tokens from './token.ts';
import { active911Webhooks } from './webhook-messages.ts';

/** What Active911 applications use: consent, two kinds of token, the API in its envelope, and the webhook of new alerts. */
export const active911 = {
  name: 'active911',
  description: 'Consent, tokens and data as Active911 applications speak them',
  unrouted: [
    {
      pathPrefixes: ['/interface/open_api/token.php', '/interface/open_api/authorize_agency.php', '/interface/dev/'],
      errors: active911TokenErrors,
    },
    { pathPrefixes: ['/interface/'], errors: active911Errors },
  ],
  routes: {
    startActive911Authorization: authorizeAgency,
    getActive911Token: active911Tokens.token,
    openActive911TokenPage: personalAccess.issuingPage,
    renewActive911Token: personalAccess.renew,
    readOwnActive911Agency: agency.root,
    readActive911Agency: agency.agency,
    listActive911Devices: agency.devices,
    readActive911Device: agency.device,
    listActive911Alerts: active911Alerts.list,
    listActive911AlertsOfDevice: active911Alerts.listOfDevice,
    readActive911Alert: active911Alerts.read,
    listActive911Locations: mapdata.locations,
    readActive911Location: mapdata.location,
    createActive911Location: mapdata.createLocation,
    readActive911Resource: mapdata.resource,
    createActive911Resource: mapdata.createResource,
  },
  tasks: [
    {
      name: 'Active911 access',
      description: 'Ask an agency to allow an application, and get its tokens',
      operations: ['startActive911Authorization', 'getActive911Token', 'openActive911TokenPage', 'renewActive911Token'],
    },
    {
      name: 'Active911 data',
      description: 'The agency, its devices, alerts and map',
      operations: [
        'readOwnActive911Agency',
        'readActive911Agency',
        'listActive911Devices',
        'readActive911Device',
        'listActive911Alerts',
        'listActive911AlertsOfDevice',
        'readActive911Alert',
        'listActive911Locations',
        'readActive911Location',
        'createActive911Location',
        'readActive911Resource',
        'createActive911Resource',
      ],
    },
  ],
  sockets: {},
  frames: {},
  webhooks: {
    active911: {
      description: 'Active911: new alerts',
      encoder: (ports) =>
        active911Webhooks(async ({ agencyId, incidentId }) => {
          const { name, timeZone } = await readAgency(ports, agencyId);
          return {
            agencyName: name,
            timeZone,
            agencyNumber: await readAgencyNumber(ports, agencyId),
            alertNumber: (await readNumberOf(ports, agencyId, incidentId)) ?? 0,
          };
        }),
    },
  },
  rewriteUrl,
} satisfies Dialect<never>;
