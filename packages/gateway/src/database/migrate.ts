import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { InstallationError } from '../kernel/installation-error.ts';
import * as foundation from './migrations/0001-foundation.ts';
import * as grants from './migrations/0002-grants.ts';
import * as calls from './migrations/0003-calls.ts';
import * as pushedAndDevice from './migrations/0004-pushed-and-device.ts';
import * as keys from './migrations/0005-keys.ts';
import * as active911 from './migrations/0006-active911.ts';
import * as developers from './migrations/0007-developers.ts';
import * as cadIncidents from './migrations/0008-cad-incidents.ts';
import * as audioRooms from './migrations/0009-audio-rooms.ts';
import * as alerts from './migrations/0010-alerts.ts';
import * as webhooks from './migrations/0011-webhooks.ts';
import * as retention from './migrations/0012-retention.ts';
import * as lookups from './migrations/0013-lookups.ts';
import * as media from './migrations/0014-media.ts';
import * as boundaries from './migrations/0015-boundaries.ts';
import * as webhookGroups from './migrations/0016-webhook-groups.ts';
import * as signals from './migrations/0017-signals.ts';
import * as unreadNumbers from './migrations/0019-unread-numbers.ts';
import * as furtherMembers from './migrations/0020-further-members.ts';
import * as writeProbes from './migrations/0021-write-probes.ts';
import * as accessChangePositions from './migrations/0022-access-change-positions.ts';
import * as processes from './migrations/0023-processes.ts';
import * as sealedKeys from './migrations/0024-sealed-keys.ts';
import * as addressKeys from './migrations/0026-address-keys.ts';
import * as subscriptionMakers from './migrations/0027-subscription-makers.ts';
import * as auditBoundaries from './migrations/0028-audit-boundaries.ts';
import * as openAssailants from './migrations/0029-open-assailants.ts';
import * as agencyTimeZones from './migrations/0030-agency-time-zones.ts';
import * as roles from './migrations/0032-roles.ts';
import * as eventBodyVersions from './migrations/0033-event-body-versions.ts';
import * as outbox from './migrations/0034-outbox.ts';
import * as epochs from './migrations/0035-epochs.ts';
import * as updatesInPlace from './migrations/0036-updates-in-place.ts';
import * as migrationMarks from './migrations/0037-migration-marks.ts';
import * as oneLockout from './migrations/0038-one-lockout.ts';
import * as securityPolicies from './migrations/0040-security-policies.ts';
import * as secondFactors from './migrations/0041-second-factors.ts';
import * as agencyRoles from './migrations/0050-agency-roles.ts';
import * as singleSignOn from './migrations/0051-single-sign-on.ts';
import * as provisionedPeople from './migrations/0054-provisioned-people.ts';
import * as claims from './migrations/0060-claims.ts';
import * as searchTexts from './migrations/0061-search-texts.ts';
import * as eventsByArrival from './migrations/0070-events-by-arrival.ts';
import * as eventTraces from './migrations/0080-event-traces.ts';
import * as auditSearch from './migrations/0095-audit-search.ts';
import * as disabledAgencies from './migrations/0105-disabled-agencies.ts';
import * as eventTraceStates from './migrations/0110-event-trace-states.ts';
import * as passkeys from './migrations/0120-passkeys.ts';
import * as ownSessions from './migrations/0121-own-sessions.ts';
import * as passwordsShown from './migrations/0122-passwords-shown.ts';
import * as applicationSignIns from './migrations/0130-application-sign-ins.ts';
import * as saml from './migrations/0135-saml.ts';
import * as addresses from './migrations/0140-addresses.ts';
import * as cardOpenings from './migrations/0141-card-openings.ts';
import * as positionLinks from './migrations/0142-position-links.ts';
import * as wallBoards from './migrations/0143-wall-boards.ts';
import * as dispatchPositions from './migrations/0150-dispatch-positions.ts';
import * as applicationLogouts from './migrations/0155-application-logouts.ts';
import * as passwordGrantDays from './migrations/0156-password-grant-days.ts';
import * as languages from './migrations/0163-languages.ts';
import * as auditMonths from './migrations/0167-audit-months.ts';
import * as endedDeliveries from './migrations/0168-ended-deliveries.ts';
import * as signInBanners from './migrations/0171-sign-in-banners.ts';
import * as endedSessions from './migrations/0172-ended-sessions.ts';
import * as passwordAges from './migrations/0173-password-ages.ts';
import * as mergedBy from './migrations/0176-merged-by.ts';
import * as incidentTransfers from './migrations/0177-incident-transfers.ts';
import * as operation from './migrations/0181-operation.ts';
import * as shares from './migrations/0188-shares.ts';
import * as accountReviews from './migrations/0189-account-reviews.ts';
import * as passwordReminders from './migrations/0193-password-reminders.ts';
import * as shorterIndexes from './migrations/0196-shorter-indexes.ts';
import * as packedColumns from './migrations/0197-packed-columns.ts';
import * as serversReadPacked from './migrations/0198-servers-read-packed.ts';
import * as packedRows from './migrations/0199-packed-rows.ts';
import * as agencyLanguages from './migrations/0202-agency-languages.ts';
import { PACKED_ROWS } from './packed-rows.ts';
import type { Schema } from './schema.ts';

/** Append only: a migration that has been released is never edited. */
export const MIGRATIONS: Record<string, (engine: 'sqlite' | 'postgres') => Migration> = {
  '0001-foundation': foundation.migration,
  '0002-grants': grants.migration,
  '0003-calls': calls.migration,
  '0004-pushed-and-device': pushedAndDevice.migration,
  '0005-keys': keys.migration,
  '0006-active911': active911.migration,
  '0008-cad-incidents': cadIncidents.migration,
  '0009-audio-rooms': audioRooms.migration,
  '0012-retention': retention.migration,
  '0013-lookups': lookups.migration,
  '0014-media': media.migration,
  '0015-boundaries': boundaries.migration,
  '0007-developers': developers.migration,
  '0010-alerts': alerts.migration,
  '0011-webhooks': webhooks.migration,
  '0016-webhook-groups': webhookGroups.migration,
  '0017-signals': signals.migration,
  '0019-unread-numbers': unreadNumbers.migration,
  '0020-further-members': furtherMembers.migration,
  '0021-write-probes': writeProbes.migration,
  '0022-access-change-positions': accessChangePositions.migration,
  '0023-processes': processes.migration,
  '0024-sealed-keys': sealedKeys.migration,
  '0026-address-keys': addressKeys.migration,
  '0027-subscription-makers': subscriptionMakers.migration,
  '0028-audit-boundaries': auditBoundaries.migration,
  '0029-open-assailants': openAssailants.migration,
  '0030-agency-time-zones': agencyTimeZones.migration,
  '0032-roles': roles.migration,
  '0033-event-body-versions': eventBodyVersions.migration,
  '0034-outbox': outbox.migration,
  '0035-epochs': epochs.migration,
  '0036-updates-in-place': updatesInPlace.migration,
  '0037-migration-marks': migrationMarks.migration,
  '0038-one-lockout': oneLockout.migration,
  '0040-security-policies': securityPolicies.migration,
  '0070-events-by-arrival': eventsByArrival.migration,
  '0080-event-traces': eventTraces.migration,
  '0050-agency-roles': agencyRoles.migration,
  '0051-single-sign-on': singleSignOn.migration,
  '0060-claims': claims.migration,
  '0061-search-texts': searchTexts.migration,
  '0041-second-factors': secondFactors.migration,
  '0095-audit-search': auditSearch.migration,
  '0120-passkeys': passkeys.migration,
  '0130-application-sign-ins': applicationSignIns.migration,
  '0121-own-sessions': ownSessions.migration,
  '0122-passwords-shown': passwordsShown.migration,
  '0135-saml': saml.migration,
  '0054-provisioned-people': provisionedPeople.migration,
  '0105-disabled-agencies': disabledAgencies.migration,
  '0110-event-trace-states': eventTraceStates.migration,
  '0140-addresses': addresses.migration,
  '0141-card-openings': cardOpenings.migration,
  '0142-position-links': positionLinks.migration,
  '0143-wall-boards': wallBoards.migration,
  '0150-dispatch-positions': dispatchPositions.migration,
  '0155-application-logouts': applicationLogouts.migration,
  '0156-password-grant-days': passwordGrantDays.migration,
  '0167-audit-months': auditMonths.migration,
  '0168-ended-deliveries': endedDeliveries.migration,
  '0163-languages': languages.migration,
  '0176-merged-by': mergedBy.migration,
  '0177-incident-transfers': incidentTransfers.migration,
  '0171-sign-in-banners': signInBanners.migration,
  '0181-operation': operation.migration,
  '0196-shorter-indexes': shorterIndexes.migration,
  '0172-ended-sessions': endedSessions.migration,
  '0173-password-ages': passwordAges.migration,
  '0188-shares': shares.migration,
  '0189-account-reviews': accountReviews.migration,
  '0193-password-reminders': passwordReminders.migration,
  '0197-packed-columns': packedColumns.migration,
  '0198-servers-read-packed': serversReadPacked.migration,
  '0202-agency-languages': agencyLanguages.migration,
};

/**
 * Migrations with which a server of the version before, which does not know them, goes on working: they add what that version
 * neither reads nor must write. One that is not here refuses such a server in a sentence.
 */
const COMPATIBLE: readonly string[] = [
  '0036-updates-in-place',
  '0037-migration-marks',
  '0038-one-lockout',
  '0040-security-policies',
  '0080-event-traces',
  '0050-agency-roles',
  '0051-single-sign-on',
  '0060-claims',
  '0061-search-texts',
  '0095-audit-search',
  '0054-provisioned-people',
  '0105-disabled-agencies',
  '0110-event-trace-states',
  '0120-passkeys',
  '0130-application-sign-ins',
  '0121-own-sessions',
  '0140-addresses',
  '0122-passwords-shown',
  '0141-card-openings',
  '0142-position-links',
  '0143-wall-boards',
  '0150-dispatch-positions',
  '0167-audit-months',
  '0168-ended-deliveries',
  '0163-languages',
  '0135-saml',
  '0155-application-logouts',
  '0156-password-grant-days',
  '0176-merged-by',
  '0177-incident-transfers',
  '0171-sign-in-banners',
  '0181-operation',
  '0172-ended-sessions',
  '0173-password-ages',
  '0196-shorter-indexes',
  '0188-shares',
  '0189-account-reviews',
  '0193-password-reminders',
  '0197-packed-columns',
  '0198-servers-read-packed',
  '0202-agency-languages',
];

/** What a database has of the migrations of this version, and what of later ones. */
export interface SchemaState {
  readonly pending: readonly string[];
  /** Of a later version, marked by it as compatible with the version before. */
  readonly tolerated: readonly string[];
  /** Of a later version, and not marked so. */
  readonly refused: readonly string[];
  /** The last of those that the database has, by name; null where it has none. */
  readonly newest: string | null;
  /** Whether rows are written packed, which no other version reads. */
  readonly isPacking: boolean;
}

async function hasTable(query: Kysely<Schema>, engine: 'sqlite' | 'postgres', name: string): Promise<boolean> {
  const found =
    engine === 'sqlite'
      ? sql`SELECT name FROM sqlite_schema WHERE name = ${name}`
      : sql`SELECT ${name}::text WHERE to_regclass(${name}) IS NOT NULL`;
  return (await found.execute(query)).rows.length > 0;
}

/** Reads which migrations a database has. Changes nothing. */
export async function readSchemaState(query: Kysely<Schema>, engine: 'sqlite' | 'postgres'): Promise<SchemaState> {
  const names = Object.keys(MIGRATIONS).sort();
  if (!(await hasTable(query, engine, 'kysely_migration')))
    return { pending: names, tolerated: [], refused: [], newest: null, isPacking: false };
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(query);
  const executed = new Set(rows.map(({ name }) => name));
  const unknown = [...executed].filter((name) => !(name in MIGRATIONS) && name !== PACKED_ROWS).sort();
  const marks =
    unknown.length > 0 && (await hasTable(query, engine, 'migration_marks'))
      ? await query.selectFrom('migration_marks').select('name').where('is_compatible', '=', 1).execute()
      : [];
  const isTolerated = (name: string) => marks.some((mark) => mark.name === name);
  return {
    pending: names.filter((name) => !executed.has(name)),
    tolerated: unknown.filter(isTolerated),
    refused: unknown.filter((name) => !isTolerated(name)),
    newest: [...executed].sort().at(-1) ?? null,
    isPacking: executed.has(PACKED_ROWS),
  };
}

/** Called before each migration that is applied, with how many of them are done, from 0 to 1. */
export type OnMigration = (name: string, fraction: number) => void;

function announced(migration: Migration, announce: () => void): Migration {
  return {
    ...migration,
    up(query) {
      announce();
      return migration.up(query);
    },
  };
}

/**
 * Refuses to begin among the tables of another program, which a mistyped database's name leads to. Those of an extension,
 * such as PostGIS, are nobody's. A file of SQLite is looked at before it is opened.
 */
async function refuseOccupied(query: Kysely<Schema>, engine: 'sqlite' | 'postgres'): Promise<void> {
  if (engine === 'sqlite') return;
  // Another process that begins it meanwhile commits all tables at once.
  const { rows } = await sql<{ name: string }>`
    WITH own AS (
      SELECT oid, relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    )
    SELECT relname AS name FROM own
    WHERE relname NOT IN ('kysely_migration', 'kysely_migration_lock')
      AND NOT EXISTS (SELECT FROM own WHERE relname = 'audit_records')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = own.oid AND classid = 'pg_class'::regclass AND deptype = 'e')
    ORDER BY relname LIMIT 1`.execute(query);
  const [other] = rows;
  if (other === undefined) return;
  throw new InstallationError(
    `The database has a table ${other.name} of another program: name a database of Sallyport's own in --database-url`,
  );
}

/** PostgreSQL ended the migration, because a running server's statement and it waited for each other's tables. */
const DEADLOCK = '40P01';
const TRIES = 5;

interface MigrateOptions {
  mayApply?: boolean;
  onStep?: OnMigration;
}

/**
 * Brings the schema up to date, each migration whole or not at all; two processes that start together take turns. A database that it
 * begins is packed. Refuses with an `InstallationError` a schema of a later version that is not marked as compatible, and, where
 * nothing may be applied, one that is not up to date. Returns whether rows are written packed.
 */
export async function migrate(
  query: Kysely<Schema>,
  engine: 'sqlite' | 'postgres',
  options: MigrateOptions = {},
  tries = TRIES,
): Promise<{ readonly isPacking: boolean }> {
  const { mayApply = true, onStep = () => {} } = options;
  const { pending, tolerated, refused, newest, isPacking } = await readSchemaState(query, engine);
  if (refused.length > 0) {
    throw new InstallationError(
      `The database is of a later version of Sallyport (${refused[0]}), which this one cannot work with: start that version, or restore a backup from before its upgrade`,
    );
  }
  if (pending.length === 0) return { isPacking };
  if (tolerated.length > 0) {
    throw new InstallationError(
      `The database has ${tolerated[0]} of a later version of Sallyport and lacks ${pending[0]}: start that version`,
    );
  }
  const isNew = newest === null;
  if (isNew) await refuseOccupied(query, engine);
  if (!mayApply && isNew) {
    throw new InstallationError(
      'The database is not begun: sallyport setup --migrate true begins it, as a user that may make tables',
    );
  }
  if (!mayApply) {
    throw new InstallationError(
      `The database lacks ${pending.length} migrations, from ${pending[0]} on: run sallyport migrate, or leave --migrate false out`,
    );
  }
  let begun = 0;
  const migrations = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, of]) => [
      name,
      announced(of(engine), () => {
        onStep(name, begun / pending.length);
        begun += 1;
      }),
    ]),
  );
  if (isNew || isPacking) migrations[PACKED_ROWS] = packedRows.migration(() => begun);
  const migrator = new Migrator({
    db: query,
    provider: { getMigrations: async () => migrations },
    // Two branches number their migrations apart, and the lower number may be merged last: whoever ran the other one goes on.
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  const isDeadlock = (error as { code?: string } | undefined)?.code === DEADLOCK;
  // Nothing of it is stored.
  if ((isDeadlock || error instanceof packedRows.BegunMeanwhile) && tries > 1) {
    return migrate(query, engine, options, tries - 1);
  }
  if (error !== undefined) throw error;
  await query
    .insertInto('migration_marks')
    .values(Object.keys(migrations).map((name) => ({ name, is_compatible: COMPATIBLE.includes(name) ? 1 : 0 })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { isPacking: isNew || isPacking };
}
