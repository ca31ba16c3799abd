import { addAgency } from '../../../packages/gateway/src/agencies/add-agency.ts';
import { plainCallflow } from '../../../packages/gateway/src/agencies/callflows/types.ts';
import type { Gateway } from '../../../packages/gateway/src/app/compose.ts';
import { registerClient } from '../../../packages/gateway/src/authorization/clients/register-client.ts';
import { STRICT } from '../../../packages/gateway/src/authorization/clients/types.ts';
import { withGateway } from '../../../packages/gateway/src/cli/with-gateway.ts';
import { newUuid } from '../../../packages/gateway/src/kernel/random.ts';
import { hashSecret, newSecret } from '../../../packages/gateway/src/kernel/secrets.ts';
import { insertSession } from '../../../packages/gateway/src/people/sessions/store.ts';
import { insertUser } from '../../../packages/gateway/src/people/users/store.ts';
import type { PopulatedAgency, Population, Station } from './population.ts';

// Adds the agencies of a share of the nation to a running sandbox, as an operator's commands do: each with one person, who
// is signed in, and one client that has every scope of its machines; and the central stations that send them alerts. All
// have one password, because hashing is measured by signing in and not here. Any message is answered with all of it.

const ACTOR = { kind: 'console', id: 'bench' } as const;
const PASSWORD = 'the-password-of-the-nation';
const AT_ONCE = 64;
const AGENCIES_A_STATION = 50;
const HOURS_MS = 12 * 3_600_000;
const TOKEN_SECONDS = 12 * 3_600;
const SCOPES = ['alerts', 'deeplinks', 'incidents:write', 'incident_events'];

const [count, dataDir, databaseUrl] = process.argv.slice(2);
if (!count || !dataDir) throw new Error('usage: populate.ts AGENCIES DATA_DIR [DATABASE_URL]');

type Parts = Gateway['parts'];

const common = {
  accessTokenTtlSeconds: TOKEN_SECONDS,
  settings: {
    legacy: { ...STRICT, passwordGrant: true },
    deeplinkView: 'full',
    embeddingOrigins: [],
    timeZone: null,
  },
} as const;

async function addPerson(parts: Parts, agencyId: string, passwordHash: string): Promise<PopulatedAgency['person']> {
  const { database, clock, random } = parts;
  const [id, token, createdAt] = [newUuid(clock, random), newSecret(random), clock.now()];
  const email = `agent@${agencyId}.test`;
  const standing = { passwordHash, disabledAt: null, lastSignedInAt: null, createdAt, tokenGeneration: 0 };
  const named = { firstName: 'Sam', lastName: agencyId, role: 'admin' } as const;
  const from = { source: '127.0.0.1', userAgent: null, awaitsBanner: false, hasOldPassword: false };
  const session = { userId: id, createdAt, expiresAt: createdAt + HOURS_MS, ...from };
  await database.write(async (tx) => {
    await insertUser(tx.query, { id, agencyId, email, ...named, ...standing });
    await insertSession(tx.query, { tokenHash: hashSecret(token.reveal()), ...session });
  });
  return { email, session: token.reveal() };
}

async function addOne(parts: Parts, index: number, passwordHash: string): Promise<PopulatedAgency> {
  const id = `nation-${index}`;
  await addAgency(parts, { agency: { id, name: `Agency ${index}` }, actor: ACTOR });
  const { clientSecret } = await registerClient(parts, {
    registration: {
      ...{ id, name: id, applicationId: id, applicationName: id, agencyId: id, callflows: [], ...common },
      integrationKind: 'psap',
      grantTypes: ['client_credentials', 'password'],
      scopes: SCOPES,
    },
    actor: ACTOR,
  });
  const person = await addPerson(parts, id, passwordHash);
  return { id, client: { clientId: id, clientSecret: clientSecret.reveal() }, person };
}

async function addStation(parts: Parts, index: number, agencyIds: readonly string[]): Promise<Station> {
  const id = `station-${index}`;
  const { clientSecret } = await registerClient(parts, {
    registration: {
      ...{ id, name: id, applicationId: id, applicationName: id, agencyId: null, ...common },
      integrationKind: 'central_station',
      grantTypes: ['client_credentials'],
      scopes: ['alerts', 'alerts:trigger'],
      callflows: agencyIds.map((agencyId) => plainCallflow(agencyId, agencyId)),
      settings: { ...common.settings, legacy: STRICT },
    },
    actor: ACTOR,
  });
  return { clientId: id, clientSecret: clientSecret.reveal() };
}

/** All of `places`, so many at once. */
async function each<T>(places: number, make: (place: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  let next = 0;
  const work = async () => {
    for (let place = next++; place < places; place = next++) made[place] = await make(place);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return made;
}

async function populate({ parts }: Gateway): Promise<Population> {
  const passwordHash = await parts.passwords.hash(PASSWORD);
  const agencies = await each(Number(count), (index) => addOne(parts, index, passwordHash));
  const stations = await each(Math.ceil(agencies.length / AGENCIES_A_STATION), (index) => {
    const served = agencies.slice(index * AGENCIES_A_STATION, (index + 1) * AGENCIES_A_STATION);
    return addStation(
      parts,
      index,
      served.map(({ id }) => id),
    );
  });
  return { agencies, stations, agenciesAStation: AGENCIES_A_STATION, password: PASSWORD };
}

const server = { dataDir, ...(databaseUrl !== undefined && { databaseUrl }) };
const populating = withGateway({ server, note: (sentence) => void process.stderr.write(`${sentence}\n`) }, populate);
process.on('message', () => {
  void populating.then((population) => process.send?.(population, () => process.disconnect()));
});
