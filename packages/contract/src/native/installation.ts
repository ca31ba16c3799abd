import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

const instant = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-11-21T12:00:00.000Z'] });
const count = (description: string) => Type.Integer({ minimum: 0, description, examples: [3] });

/** One server of the installation. */
export const InstallationServer = Type.Object({
  id: Type.String({
    description: 'The server, from its start to its end',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d20'],
  }),
  host: Type.String({ description: 'The name of its machine', examples: ['gateway-1'] }),
  version: Type.String({ description: 'Its version of Sallyport', examples: ['1.0.0'] }),
  started_at: instant('When it started'),
  seen_at: instant('When it last stated that it runs, which it does every 15 s'),
  is_running: Type.Boolean({
    description: 'False where it stated nothing for a minute: it was killed, or cannot write',
  }),
  is_answering: Type.Boolean({ description: 'True of the server that answers this request' }),
  sockets: count('Event streams and channel sockets that are open there'),
  events_behind: count('Events that its slowest stream is behind the log'),
  not_ready: Type.Array(Type.String(), {
    description: 'Its parts of `/readyz` that were not ready, each with its status',
    examples: [['database_notifications degraded']],
  }),
});
export type InstallationServer = Static<typeof InstallationServer>;

/** One signing key, without anything secret. */
export const InstallationKey = Type.Object({
  kid: Type.String({ description: 'The key, as `/oauth/jwks.json` names it', examples: ['c1f0a2b4'] }),
  algorithm: Type.String({ description: 'What it signs by', examples: ['ES256'] }),
  state: Type.Enum(['next', 'current', 'previous'], {
    description: '`current` signs; `next` is published and signs after it; what `previous` signed is still accepted',
  }),
  created_at: instant('When it was made'),
  activated_at: Nullable(instant('When it began to sign; null of the next one')),
  retired_at: Nullable(instant('When it ended to sign; null until then')),
  rotates_at: Nullable(instant('When it makes way for the next one; null unless it is `current`')),
});
export type InstallationKey = Static<typeof InstallationKey>;

/** A webhook that fails, is disabled, or is behind the log. */
export const LateWebhook = Type.Object({
  webhook_id: Type.Integer({ description: 'The webhook', examples: [7] }),
  name: Type.String({ description: 'As it was named', examples: ['CAD'] }),
  agency_id: Type.String({ description: 'Whose it is', examples: ['sandbox-county'] }),
  agency_name: Type.String({ description: 'The name of that agency', examples: ['Sandbox County 9-1-1'] }),
  state: Type.String({ description: '`active` or `disabled`', examples: ['active'] }),
  failing_since: Nullable(instant('Since when its attempts fail; null where the last one did not')),
  events_behind: count('Events of the log that no delivery was made of yet'),
  pending: count('Deliveries that are still to be tried'),
});
export type LateWebhook = Static<typeof LateWebhook>;

/** How large the database was on a day of UTC. */
export const StorageDay = Type.Object({
  day: Type.String({ description: 'The day, of UTC', examples: ['2026-11-21'] }),
  size_bytes: count('The database with its log and indexes, when it was first looked at on that day'),
});
export type StorageDay = Static<typeof StorageDay>;

/** Answer of `GET /api/installation`. */
export const InstallationFigures = Type.Object({
  read_at: instant('When the figures were read'),
  version: Type.String({ description: 'The version of the server that answers', examples: ['1.0.0'] }),
  engine: Type.Enum(['sqlite', 'postgres'], { description: 'The database it works on' }),
  schema: Type.String({ description: 'The last migration that the database has', examples: ['0181-operation'] }),
  later_migrations: Type.Array(Type.String(), {
    description: 'Migrations of a later version, with which this one works on',
    examples: [[]],
  }),
  servers: Type.Array(InstallationServer, {
    description: 'Every server that ran within the last hour and was not stopped',
  }),
  signing_keys: Type.Array(InstallationKey, { description: 'The keys of access tokens, the oldest first' }),
  counts: Type.Object(
    {
      agencies: count('Agencies, disabled ones too'),
      disabled_agencies: count('Agencies that are disabled'),
      people: count('People who may sign in'),
      signed_in: count('People with a session'),
      clients: count('Clients, disabled ones too'),
      disabled_clients: count('Clients that are disabled'),
      incidents_of_last_day: count('Incidents that began within the last 24 hours, tests too'),
      events_logged: count('Events that the logs of all agencies ever had'),
      applications_under_review: count('Applications that wait for an operator'),
    },
    { description: 'How much there is of what' },
  ),
  oldest_submitted_at: Nullable(instant('When the application was sent in that waits longest; null where none does')),
  webhooks: Type.Object(
    {
      active: count('Active ones'),
      failing: count('Of the active ones, those whose last attempt failed'),
      paused: count('Paused ones'),
      disabled: count('Disabled ones'),
      pending: count('Deliveries that are still to be tried'),
      oldest_pending_at: Nullable(instant('When the oldest of them was made; null where there is none')),
      events_behind: count('Events that no delivery was made of yet, of all active webhooks together'),
      late: Type.Array(LateWebhook, {
        description:
          'Those that fail, are disabled or are more than 100 events behind: those that fail longest first, 100 at most',
      }),
    },
    { description: 'The webhooks of all agencies' },
  ),
  mail: Type.Object(
    {
      waiting: count('Mails that wait'),
      given_up: count('Mails that were given up'),
      oldest_waiting_at: Nullable(instant('When the mail was made that waits longest; null where none does')),
    },
    { description: 'The mail that is still to be sent' },
  ),
  storage: Type.Object(
    {
      database_bytes: count('The database with its log and indexes, now'),
      days: Type.Array(StorageDay, {
        description: 'Of the last 90 days, those on which a server ran, the oldest first',
      }),
    },
    { description: 'How large the database is and was' },
  ),
  last_backup: Nullable(
    Type.Object(
      {
        made_at: instant('When it was made'),
        version: Type.String({ description: 'The version that made it', examples: ['1.0.0'] }),
        size_bytes: count('Its file'),
        audit_faults: count('What the verification of its audit found'),
        is_encrypted: Type.Boolean({ description: 'Whether its file is encrypted' }),
      },
      { description: 'The last one that `sallyport backup` made and could note; null where there is none' },
    ),
  ),
});
export type InstallationFigures = Static<typeof InstallationFigures>;

const Phrase = (description: string, text: string, values: string[]) =>
  Type.Object(
    {
      text: Type.String({
        description: 'The English text, with `{1}`, `{2}` and so on for its values',
        examples: [text],
      }),
      values: Type.Array(Type.String(), { description: 'What is in their places, in order', examples: [values] }),
    },
    { description },
  );

/** Answer of `GET /api/installation/findings`. */
export const InstallationFindings = Type.Object({
  examined_at: instant('When the examination ended: it is made anew every 15 s at most'),
  findings: Type.Array(
    Type.Object({
      check: Type.String({ description: 'What was looked at', examples: ['disk'] }),
      status: Type.Enum(['ok', 'warning', 'fault'], {
        description: '`fault`: something does not work or is open to others. `warning`: something should be seen to',
      }),
      found: Type.String({ description: 'What was found', examples: ['41.7 GiB are free on the disk of data'] }),
      action: Nullable(
        Type.String({
          description: 'What to do about it; null where nothing is to be done',
          examples: ['Remove what is not needed, or give the disk more space'],
        }),
      ),
      found_by: Phrase('`found` by its text and values, to state it in another language', '{1} mails wait', ['3']),
      action_by: Nullable(Phrase('`action` by its text and values', 'Run chmod {1} on it', ['600'])),
    }),
    { description: 'As `sallyport doctor` states them of the machine of the server that answers' },
  ),
});
export type InstallationFindings = Static<typeof InstallationFindings>;
