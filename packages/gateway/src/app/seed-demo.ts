import { addAgency } from '../agencies/add-agency.ts';
import { ANSWER_FIELDS, type Callflow, plainCallflow } from '../agencies/callflows/types.ts';
import { setBoundary } from '../agencies/set-boundary.ts';
import { findAgency } from '../agencies/store.ts';
import { SYSTEM } from '../audit/actors.ts';
import { type ClientRegistration, registerClient } from '../authorization/clients/register-client.ts';
import { findClient } from '../authorization/clients/store.ts';
import { type Redirection, STRICT } from '../authorization/clients/types.ts';
import { addDevices } from '../incidents/devices/add-devices.ts';
import { addLocation, addResource } from '../incidents/mapdata/add-mapdata.ts';
import { locationNumbers } from '../incidents/mapdata/store.ts';
import { DomainError } from '../kernel/errors.ts';
import { newUuid } from '../kernel/random.ts';
import { Secret } from '../kernel/secrets.ts';
import { findDeveloperByEmail, insertDeveloper } from '../people/developers/store.ts';
import type { StockRole } from '../people/rights/rights.ts';
import { findUserByEmail, insertUser } from '../people/users/store.ts';
import type { GatewayParts } from './parts.ts';
import { seedApplication } from './seed-application.ts';

/** Units that are known before they respond. */
const DEMO_UNITS = ['Engine 1', 'Medic 1'];

/** What an Active911 integration finds on the map before it writes anything. */
const DEMO_HYDRANT = {
  name: 'Hydrant 1',
  description: 'At the corner, 1,000 gallons a minute',
  iconId: '',
  iconColor: '',
  locationType: 'Hydrant',
  latitude: 40.7484,
  longitude: -73.9857,
  further: {},
};
const DEMO_FLOW_TEST = {
  title: 'Flow test',
  filename: 'flow-test.txt',
  extension: 'txt',
  sizeBytes: 64,
  details: '1,000 gallons a minute',
  further: {},
};

export const DEMO_AGENCIES = [
  { id: 'sandbox-county', name: 'Sandbox County 9-1-1' },
  { id: 'harbor-city', name: 'Harbor City Dispatch' },
] as const;

/** Harbor City is cut out of a corner of Sandbox County. */
const HARBOR = [
  [-74.06, 40.6],
  [-74, 40.6],
  [-74, 40.68],
  [-74.06, 40.68],
  [-74.06, 40.6],
];
const DEMO_BOUNDARIES = {
  'sandbox-county': {
    type: 'Polygon',
    coordinates: [
      [
        [-74.3, 40.45],
        [-73.65, 40.45],
        [-73.65, 40.95],
        [-74.3, 40.95],
        [-74.3, 40.45],
      ],
      HARBOR,
    ],
  },
  'harbor-city': { type: 'Polygon', coordinates: [HARBOR] },
} as const;

/** Published passwords: the sandbox listens on loopback only unless confirmed twice. */
export const DEMO_USERS: readonly {
  email: string;
  password: string;
  firstName: string;
  lastName: string;
  role: StockRole;
  agencyId: string | null;
}[] = [
  {
    email: 'admin@sandbox.test',
    password: 'sandbox-admin-pass-911',
    firstName: 'Avery',
    lastName: 'Admin',
    role: 'admin',
    agencyId: 'sandbox-county',
  },
  {
    email: 'agent@sandbox.test',
    password: 'sandbox-agent-pass-911',
    firstName: 'Sam',
    lastName: 'Agent',
    role: 'agent',
    agencyId: 'sandbox-county',
  },
  {
    email: 'admin@harbor.test',
    password: 'harbor-admin-pass-911',
    firstName: 'Harper',
    lastName: 'Admin',
    role: 'admin',
    agencyId: 'harbor-city',
  },
  {
    email: 'agent@harbor.test',
    password: 'harbor-agent-pass-911',
    firstName: 'Hollis',
    lastName: 'Agent',
    role: 'agent',
    agencyId: 'harbor-city',
  },
  {
    email: 'operator@sallyport.test',
    password: 'sallyport-operator-911',
    firstName: 'Olive',
    lastName: 'Operator',
    role: 'operator',
    agencyId: null,
  },
];

/** Registers applications at /developers. */
export const DEMO_DEVELOPER = {
  email: 'developer@sandbox.test',
  password: 'sandbox-developer-911',
  name: 'Devon Developer',
} as const;

const RAPIDSOS_TTL_SECONDS = 3_600;
const PREPARED_TTL_SECONDS = 7_200;
const ACTIVE911_TTL_SECONDS = 86_400;
const ACTIVE911_GRANT_TTL_SECONDS = 365 * 86_400;

function demoClient(
  client: Pick<ClientRegistration, 'id' | 'agencyId' | 'name' | 'integrationKind' | 'grantTypes' | 'scopes'> & {
    accessTokenTtlSeconds: number;
    callflows?: readonly Callflow[];
  } & Partial<Redirection>,
): ClientRegistration {
  return {
    callflows: [],
    ...client,
    applicationId: client.id,
    applicationName: client.name,
    settings: {
      legacy: {
        ...STRICT,
        passwordGrant: client.grantTypes.includes('password'),
        jsonTokenBody: true,
        tokenInQuery: true,
        looseRedirect: client.redirectUris !== undefined,
        codeWithoutPkce: client.redirectUris !== undefined,
      },
      deeplinkView: 'full',
      embeddingOrigins: [],
    },
  };
}

function cad(id: string, agencyId: string, name: string): ClientRegistration {
  return demoClient({
    id,
    agencyId,
    name,
    integrationKind: 'psap',
    grantTypes: ['client_credentials', 'password'],
    scopes: ['alerts', 'deeplinks'],
    accessTokenTtlSeconds: RAPIDSOS_TTL_SECONDS,
  });
}

function prepared(id: string, agencyId: string, name: string, scope: string): ClientRegistration {
  return demoClient({
    id,
    agencyId,
    name,
    integrationKind: 'prepared',
    grantTypes: ['client_credentials'],
    scopes: [scope],
    accessTokenTtlSeconds: PREPARED_TTL_SECONDS,
  });
}

function directory(id: string, agencyId: string, name: string): ClientRegistration {
  return demoClient({
    id,
    agencyId,
    name,
    integrationKind: 'directory',
    grantTypes: ['client_credentials'],
    scopes: ['people:provision'],
    accessTokenTtlSeconds: RAPIDSOS_TTL_SECONDS,
  });
}

export const DEMO_CLIENTS: readonly ClientRegistration[] = [
  cad('sandbox-cad', 'sandbox-county', 'Sandbox CAD'),
  demoClient({
    id: 'sandbox-alarm',
    agencyId: null,
    name: 'Sandbox Alarm Company',
    integrationKind: 'central_station',
    grantTypes: ['client_credentials'],
    scopes: ['alerts', 'alerts:trigger'],
    accessTokenTtlSeconds: RAPIDSOS_TTL_SECONDS,
    callflows: [
      plainCallflow('sandbox', 'sandbox-county'),
      plainCallflow('sandbox-dispatch', 'sandbox-county', { requestsDispatch: true }),
      plainCallflow('harbor', 'harbor-city'),
      plainCallflow('sandbox-by-position', 'harbor-city', {
        routing: 'position',
        agencyIds: ['harbor-city', 'sandbox-county'],
        answersWith: ANSWER_FIELDS,
      }),
    ],
  }),
  prepared('sandbox-prepared-cad', 'sandbox-county', 'Sandbox Prepared CAD', 'cad_incidents'),
  prepared('sandbox-prepared-events', 'sandbox-county', 'Sandbox Responder Feed', 'incident_events'),
  demoClient({
    id: 'sandbox-call-handling',
    agencyId: 'sandbox-county',
    name: 'Sandbox Call Handling',
    integrationKind: 'call_handling',
    grantTypes: ['client_credentials'],
    scopes: ['incidents:write'],
    accessTokenTtlSeconds: RAPIDSOS_TTL_SECONDS,
  }),
  demoClient({
    id: 'sandbox-responder',
    agencyId: 'sandbox-county',
    name: 'Sandbox Responder App',
    integrationKind: 'responder',
    grantTypes: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
    scopes: ['read_agency', 'read_alert', 'read_response', 'read_device', 'read_mapdata', 'write_mapdata'],
    accessTokenTtlSeconds: ACTIVE911_TTL_SECONDS,
    redirectUris: ['http://localhost'],
    grantTtlSeconds: ACTIVE911_GRANT_TTL_SECONDS,
    ownerName: 'the Sallyport sandbox',
  }),
  demoClient({
    id: 'sandbox-web-app',
    agencyId: null,
    name: 'Sandbox Web App',
    integrationKind: 'responder',
    grantTypes: ['authorization_code', 'refresh_token'],
    scopes: ['openid', 'profile', 'email'],
    accessTokenTtlSeconds: RAPIDSOS_TTL_SECONDS,
    redirectUris: ['http://localhost'],
    ownerName: 'the Sallyport sandbox',
  }),
  cad('harbor-cad', 'harbor-city', 'Harbor CAD'),
  prepared('harbor-prepared-cad', 'harbor-city', 'Harbor Prepared CAD', 'cad_incidents'),
  prepared('harbor-events', 'harbor-city', 'Harbor Responder Feed', 'incident_events'),
  directory('sandbox-directory', 'sandbox-county', 'Sandbox Directory'),
  directory('harbor-directory', 'harbor-city', 'Harbor Directory'),
];

type DemoUser = (typeof DEMO_USERS)[number];
type Hash = (password: string) => Promise<string>;

async function seedUser(parts: GatewayParts, user: DemoUser, hash: Hash): Promise<void> {
  const { database, audit, clock, random } = parts;
  const { password, ...person } = user;
  const passwordHash = await hash(password);
  const id = newUuid(clock, random);
  await database.write(async (tx) => {
    const standing = {
      passwordHash,
      disabledAt: null,
      lastSignedInAt: null,
      createdAt: clock.now(),
      tokenGeneration: 0,
    };
    if (!(await insertUser(tx.query, { id, ...person, ...standing }))) return;
    await audit.append(tx, {
      actor: SYSTEM,
      agencyId: person.agencyId,
      action: 'user.added',
      outcome: 'success',
      subject: id,
      detail: { role: person.role },
    });
  });
}

async function seedDeveloper({ database, audit, clock, random }: GatewayParts, hash: Hash): Promise<void> {
  const { email, name, password } = DEMO_DEVELOPER;
  const developer = { id: newUuid(clock, random), email, name, createdAt: clock.now() };
  const passwordHash = await hash(password);
  await database.write(async (tx) => {
    if (!(await insertDeveloper(tx.query, { ...developer, passwordHash }))) return;
    await audit.append(tx, {
      actor: SYSTEM,
      agencyId: null,
      action: 'developer.confirmed',
      outcome: 'success',
      subject: developer.id,
    });
  });
}

async function seedMapdata(parts: GatewayParts): Promise<void> {
  const by = { agencyId: 'sandbox-county', actor: SYSTEM };
  const found = await locationNumbers(parts.database.read, by.agencyId, { page: 1, perPage: 1, window: null });
  if (found.length > 0) return;
  const { number } = await addLocation(parts, { ...by, location: DEMO_HYDRANT });
  await addResource(parts, { ...by, resource: { ...DEMO_FLOW_TEST, locationNumber: number } });
}

/** Two processes that start together seed together: what the other one added is there, which is all that is wanted. */
async function unlessTaken(addition: Promise<unknown>): Promise<void> {
  try {
    await addition;
  } catch (err) {
    if (!(err instanceof DomainError && err.code === 'conflict')) throw err;
  }
}

/** Adds what is missing of the sandbox, so that it may run at every start; what a person changed stays changed. */
export async function seedDemo(
  parts: GatewayParts,
  hash: Hash = (password) => parts.passwords.hash(password),
): Promise<void> {
  const { database } = parts;
  for (const agency of DEMO_AGENCIES) {
    if ((await findAgency(database.read, agency.id)) !== undefined) continue;
    await unlessTaken(addAgency(parts, { agency, actor: SYSTEM }));
    await setBoundary(parts, { agencyId: agency.id, geometry: DEMO_BOUNDARIES[agency.id], actor: SYSTEM });
  }
  await addDevices(parts, { agencyId: 'sandbox-county', names: DEMO_UNITS, actor: SYSTEM });
  await seedMapdata(parts);
  for (const user of DEMO_USERS) {
    if ((await findUserByEmail(database.read, user.email)) === undefined) await seedUser(parts, user, hash);
  }
  for (const registration of DEMO_CLIENTS) {
    if ((await findClient(database.read, registration.id)) !== undefined) continue;
    const secret = new Secret(`${registration.id}-secret`);
    await unlessTaken(registerClient(parts, { registration, actor: SYSTEM, secret }));
  }
  if ((await findDeveloperByEmail(database.read, DEMO_DEVELOPER.email)) === undefined) await seedDeveloper(parts, hash);
  await unlessTaken(seedApplication(parts, DEMO_DEVELOPER.email));
}
