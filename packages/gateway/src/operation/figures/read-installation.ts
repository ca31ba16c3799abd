import { allKeys, type KeyState } from '../../authorization/keys/store.ts';
import type { Database } from '../../database/database.ts';
import { readSchemaState } from '../../database/migrate.ts';
import { type WebhookBacklog, webhookBacklog } from '../../delivery/webhooks/backlog/store.ts';
import type { Clock } from '../../kernel/clock.ts';
import { outboxBacklog } from '../../outbox/store.ts';
import { type BackupRow, newestBackup } from '../backups/store.ts';
import { type ServerWatch, SILENT_AFTER_MS } from '../servers/server-watch.ts';
import { allServers, type ServerRow } from '../servers/store.ts';
import { dayOf } from '../storage/note-storage.ts';
import { type StorageDay, storageDays } from '../storage/store.ts';
import { type Counts, type LateWebhook, lateWebhooks, readCounts } from './store.ts';

export type { LateWebhook };

const DAY_MS = 86_400_000;
const SHOWN_DAYS = 90;

/** A signing key without anything secret. Instants are in milliseconds. */
export interface KeyFigures {
  readonly kid: string;
  readonly algorithm: string;
  readonly state: KeyState;
  readonly createdAt: number;
  readonly activatedAt: number | null;
  readonly retiredAt: number | null;
  /** When it makes way for the next one; null unless it signs now. */
  readonly rotatesAt: number | null;
}

export interface Installation {
  readonly readAt: number;
  readonly engine: Database['engine'];
  readonly schema: string;
  /** Migrations of a later version, with which this one works. */
  readonly laterMigrations: readonly string[];
  readonly servers: readonly (ServerRow & { readonly isRunning: boolean; readonly isAnswering: boolean })[];
  readonly keys: readonly KeyFigures[];
  readonly counts: Counts;
  readonly webhooks: WebhookBacklog;
  readonly lateWebhooks: readonly LateWebhook[];
  readonly mail: { readonly waiting: number; readonly givenUp: number; readonly oldestWaitingAt: number | null };
  readonly databaseBytes: number;
  /** Of the last 90 days, those on which a server ran, the oldest first. */
  readonly storageDays: readonly StorageDay[];
  /** Null where none is known. */
  readonly newestBackup: BackupRow | null;
}

interface InstallationPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly servers: Pick<ServerWatch, 'id'>;
  readonly settings: { readonly signingKeyRotationDays: number };
}

/**
 * The figures of the whole installation at once: which servers run and how, keys, what is stored, what is behind, backups. Nothing
 * of an agency's incidents beside how many there were. Changes nothing.
 */
export async function readInstallation(ports: InstallationPorts): Promise<Installation> {
  const { database, clock, settings } = ports;
  const { read, engine } = database;
  const now = clock.now();
  const { newest, tolerated } = await readSchemaState(read, engine);
  const { waiting, given_up: givenUp, oldestWaitingAt } = await outboxBacklog(read);
  const rotatesAfterMs = settings.signingKeyRotationDays * DAY_MS;
  return {
    readAt: now,
    engine,
    schema: newest ?? '',
    laterMigrations: tolerated,
    servers: (await allServers(read)).map((server) => ({
      ...server,
      isRunning: now - server.seenAt < SILENT_AFTER_MS,
      isAnswering: server.id === ports.servers.id,
    })),
    keys: (await allKeys(read)).map(({ kid, algorithm, state, createdAt, activatedAt, retiredAt }) => ({
      ...{ kid, algorithm, state, createdAt, activatedAt, retiredAt },
      rotatesAt: state === 'current' ? (activatedAt ?? createdAt) + rotatesAfterMs : null,
    })),
    counts: await readCounts(read, now),
    webhooks: await webhookBacklog(read),
    lateWebhooks: await lateWebhooks(read),
    mail: { waiting, givenUp, oldestWaitingAt },
    databaseBytes: await database.sizeBytes(),
    storageDays: await storageDays(read, dayOf(now - (SHOWN_DAYS - 1) * DAY_MS)),
    newestBackup: (await newestBackup(read)) ?? null,
  };
}
