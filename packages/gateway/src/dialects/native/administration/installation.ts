import { InstallationFigures, InstallationFindings } from '@sallyport/contract';
import type { Database } from '../../../database/database.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import {
  type Installation,
  type KeyFigures,
  type LateWebhook,
  readInstallation,
} from '../../../operation/figures/read-installation.ts';
import type { Examinations } from '../../../operation/findings/examinations.ts';
import { type Phrase, phraseOf } from '../../../operation/findings/phrase.ts';
import type { ServerWatch } from '../../../operation/servers/server-watch.ts';
import type { Route } from '../../routing/route.ts';
import { nativeErrors } from '../problems/errors.ts';

const operating = {
  errors: nativeErrors,
  access: { kind: 'operator', right: 'installation:read' },
  limit: 'reads',
  body: 'none',
} as const;

const orNull = (at: number | null) => (at === null ? null : toRfc3339(at));

const encodeServer = (server: Installation['servers'][number]): InstallationFigures['servers'][number] => ({
  ...{ id: server.id, host: server.host, version: server.version },
  started_at: toRfc3339(server.startedAt),
  seen_at: toRfc3339(server.seenAt),
  is_running: server.isRunning,
  is_answering: server.isAnswering,
  sockets: server.sockets,
  events_behind: server.eventsBehind,
  not_ready: [...server.notReady],
});

const encodeKey = ({ kid, algorithm, state, ...key }: KeyFigures): InstallationFigures['signing_keys'][number] => ({
  ...{ kid, algorithm, state },
  created_at: toRfc3339(key.createdAt),
  activated_at: orNull(key.activatedAt),
  retired_at: orNull(key.retiredAt),
  rotates_at: orNull(key.rotatesAt),
});

const encodeLate = (webhook: LateWebhook): InstallationFigures['webhooks']['late'][number] => ({
  ...{ webhook_id: webhook.id, name: webhook.name, state: webhook.state, pending: webhook.pending },
  agency_id: webhook.agencyId,
  agency_name: webhook.agencyName,
  failing_since: orNull(webhook.failingSince),
  events_behind: webhook.eventsBehind,
});

const encodeCounts = ({ counts }: Installation): InstallationFigures['counts'] => ({
  ...{ agencies: counts.agencies, people: counts.people, clients: counts.clients },
  disabled_agencies: counts.disabledAgencies,
  signed_in: counts.signedIn,
  disabled_clients: counts.disabledClients,
  incidents_of_last_day: counts.incidentsOfLastDay,
  events_logged: counts.eventsLogged,
  applications_under_review: counts.applicationsUnderReview,
});

const encodeBackup = (backup: Installation['newestBackup']): InstallationFigures['last_backup'] =>
  backup && {
    made_at: toRfc3339(backup.madeAt),
    version: backup.version,
    size_bytes: backup.sizeBytes,
    audit_faults: backup.auditFaults,
    is_encrypted: backup.isEncrypted,
  };

/** `GET /api/installation`: what an operator looks at first. */
export const figures: Route<{
  database: Database;
  clock: Clock;
  servers: ServerWatch;
  settings: { readonly signingKeyRotationDays: number };
}> = {
  ...operating,
  method: 'GET',
  path: '/api/installation',
  summary: 'Read the figures of the installation: its servers, keys, agencies, what is behind, storage and backups',
  schema: { responses: { 200: InstallationFigures } },
  async handle(ports) {
    const installation = await readInstallation(ports);
    const { webhooks, mail } = installation;
    return {
      status: 200,
      body: {
        read_at: toRfc3339(installation.readAt),
        version: ports.servers.version,
        ...{ engine: installation.engine, schema: installation.schema },
        later_migrations: [...installation.laterMigrations],
        servers: installation.servers.map(encodeServer),
        signing_keys: installation.keys.map(encodeKey),
        counts: encodeCounts(installation),
        oldest_submitted_at: orNull(installation.counts.oldestSubmittedAt),
        webhooks: {
          ...{
            active: webhooks.active,
            failing: webhooks.failing,
            paused: webhooks.paused,
            disabled: webhooks.disabled,
          },
          pending: webhooks.pending,
          oldest_pending_at: orNull(webhooks.oldestPendingAt),
          events_behind: Math.max(0, webhooks.eventsBehind),
          late: installation.lateWebhooks.map(encodeLate),
        },
        mail: {
          waiting: mail.waiting,
          given_up: mail.givenUp,
          oldest_waiting_at: orNull(mail.oldestWaitingAt),
        },
        storage: {
          database_bytes: installation.databaseBytes,
          days: installation.storageDays.map(({ day, sizeBytes }) => ({ day, size_bytes: sizeBytes })),
        },
        last_backup: encodeBackup(installation.newestBackup),
      },
    };
  },
};

const encodePhrase = ({ text, values }: Phrase) => ({ text, values: [...values] });

/** `GET /api/installation/findings`: what `sallyport doctor` finds, from within the server. */
export const findings: Route<{ examinations: Examinations }> = {
  ...operating,
  method: 'GET',
  path: '/api/installation/findings',
  summary: 'Look for what is wrong, as `sallyport doctor` does, with what to do about each finding',
  schema: { responses: { 200: InstallationFindings } },
  async handle({ examinations }) {
    const { findings: found, examinedAt } = await examinations.read();
    return {
      status: 200,
      body: {
        examined_at: toRfc3339(examinedAt),
        findings: found.map(({ check, status, found: sentence, action, foundBy, actionBy }) => ({
          ...{ check, status, found: sentence },
          action: action ?? null,
          found_by: encodePhrase(foundBy ?? phraseOf(sentence)),
          action_by: action === undefined ? null : encodePhrase(actionBy ?? phraseOf(action)),
        })),
      },
    };
  },
};
