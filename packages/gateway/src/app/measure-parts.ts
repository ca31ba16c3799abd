import type { AuditEntry } from '../audit/types.ts';
import type { CleanUp } from '../clean-up/clean-up.ts';
import { findInstallation } from '../database/installation.ts';
import { webhookBacklog } from '../delivery/webhooks/backlog/store.ts';
import { waitingAlerts } from '../incidents/alerts/store.ts';
import type { Measures, Sample } from '../kernel/measures.ts';
import { outboxBacklog } from '../outbox/store.ts';
import type { GatewayParts } from './parts.ts';

const one = (value: number): readonly Sample[] => [{ value }];
const secondsSince = (at: number | null, now: number) => (at === null ? 0 : Math.max(0, (now - at) / 1000));

/** Counts what the audit records, once it is durable: tokens by client and grant, and alerts nobody answered. */
export function countRecorded(measures: Measures): (entry: AuditEntry) => void {
  const tokens = measures.count({
    name: 'sallyport_tokens_issued_total',
    help: 'Access tokens this process issued, by client and grant type',
    labels: ['client', 'grant_type'],
  });
  const timedOut = measures.count({
    name: 'sallyport_alerts_timed_out_total',
    help: 'Alerts that this process made TIMEOUT because no center answered in time',
  });
  timedOut.add({}, 0);
  return ({ action, outcome, actor, detail = {} }) => {
    if (outcome !== 'success') return;
    if (action === 'token.issued') {
      const { client_id: clientId, grant_type: grantType } = detail;
      tokens.add({
        client: typeof clientId === 'string' ? clientId : actor.id,
        grant_type: typeof grantType === 'string' ? grantType : '',
      });
    }
    if (action === 'alert.changed' && actor.kind === 'system' && detail['status'] === 'TIMEOUT') timedOut.add();
  };
}

/** What an operator is woken for, of this process and, where it says so, of the installation. */
export function measureParts(measures: Measures, parts: GatewayParts, cleanUp: CleanUp): void {
  const { database, clock, streams, channels, passwords, keys } = parts;
  const { read } = database;
  measures.watch(
    [
      {
        name: 'sallyport_sockets_open',
        help: 'Open event streams and channel sockets of this process, by kind',
        labels: ['kind'],
      },
      {
        name: 'sallyport_sockets_behind_events',
        help: 'Events the slowest stream of a kind is behind the log, as this process knows it',
        labels: ['kind'],
      },
    ],
    async () => {
      const kinds = streams.measure();
      const socketCounts = kinds.map(({ kind, count }) => ({ labels: { kind }, value: count }));
      const channelCount = { labels: { kind: 'channel_sockets' }, value: channels.count };
      return {
        sallyport_sockets_open: [...socketCounts, channelCount],
        sallyport_sockets_behind_events: kinds.map(({ kind, behind }) => ({ labels: { kind }, value: behind })),
      };
    },
  );
  measures.watch(
    [
      {
        name: 'sallyport_webhook_subscriptions',
        help: 'Webhook subscriptions of the installation, by state; failing ones are counted as active too',
        labels: ['state'],
      },
      {
        name: 'sallyport_webhook_failing_seconds',
        help: 'How long the webhook has failed that fails longest; 0 where none does',
      },
      {
        name: 'sallyport_webhook_deliveries_pending',
        help: 'Webhook deliveries of the installation that are still to be tried',
      },
      {
        name: 'sallyport_webhook_oldest_pending_seconds',
        help: 'Age of the oldest webhook delivery that is still to be tried; 0 where there is none',
      },
      {
        name: 'sallyport_webhook_events_behind',
        help: 'Events that no delivery was made of yet, of all active webhooks together',
      },
    ],
    async () => {
      const backlog = await webhookBacklog(read);
      const now = clock.now();
      const states = ['active', 'failing', 'paused', 'disabled'] as const;
      return {
        sallyport_webhook_subscriptions: states.map((state) => ({ labels: { state }, value: backlog[state] })),
        sallyport_webhook_failing_seconds: one(secondsSince(backlog.failingSince, now)),
        sallyport_webhook_deliveries_pending: one(backlog.pending),
        sallyport_webhook_oldest_pending_seconds: one(secondsSince(backlog.oldestPendingAt, now)),
        sallyport_webhook_events_behind: one(backlog.eventsBehind),
      };
    },
  );
  measures.watch(
    [
      { name: 'sallyport_alerts_waiting', help: "Alerts of the installation that wait for their center's answer" },
      {
        name: 'sallyport_alerts_overdue_seconds',
        help: 'How long ago the deadline of a waiting alert passed that is still waiting; 0 where none has',
      },
    ],
    async () => {
      const { waiting, firstDueAt } = await waitingAlerts(read);
      return {
        sallyport_alerts_waiting: one(waiting),
        sallyport_alerts_overdue_seconds: one(secondsSince(firstDueAt, clock.now())),
      };
    },
  );
  measures.watch(
    [
      { name: 'sallyport_outbox_messages', help: 'Mail of the installation that is kept, by state', labels: ['state'] },
      { name: 'sallyport_outbox_oldest_waiting_seconds', help: 'Age of the oldest mail that waits; 0 where none does' },
    ],
    async () => {
      const backlog = await outboxBacklog(read);
      const states = ['waiting', 'sent', 'given_up'] as const;
      return {
        sallyport_outbox_messages: states.map((state) => ({ labels: { state }, value: backlog[state] })),
        sallyport_outbox_oldest_waiting_seconds: one(secondsSince(backlog.oldestWaitingAt, clock.now())),
      };
    },
  );
  measures.watch(
    [
      { name: 'sallyport_password_queue_length', help: 'Password hashes of this process that wait for their turn' },
      {
        name: 'sallyport_database_write_queue_length',
        help: 'Units of work of this process that wait for their turn to write',
      },
      {
        name: 'sallyport_signing_key_age_seconds',
        help: 'Seconds since the key that signs access tokens began to sign',
      },
    ],
    async () => ({
      sallyport_password_queue_length: one(passwords.waiting),
      sallyport_database_write_queue_length: one(database.writesWaiting()),
      sallyport_signing_key_age_seconds: one(secondsSince(keys.current().activatedAt, clock.now())),
    }),
  );
  measures.watch(
    [
      { name: 'sallyport_database_size_bytes', help: 'Size of the database with its log and indexes' },
      { name: 'sallyport_database_read_seconds', help: 'How long one small read took, now' },
    ],
    async () => {
      const before = performance.now();
      await findInstallation(database);
      const seconds = (performance.now() - before) / 1000;
      return {
        sallyport_database_read_seconds: one(seconds),
        sallyport_database_size_bytes: one(await database.sizeBytes()),
      };
    },
  );
  measures.watch(
    [
      {
        name: 'sallyport_clean_up_finished_timestamp_seconds',
        help: 'When a clean-up of that kind last finished, in Unix seconds',
        labels: ['kind'],
      },
    ],
    async () => {
      const finished = (await cleanUp.outcomes()).filter(({ finishedAt }) => finishedAt !== null);
      return {
        sallyport_clean_up_finished_timestamp_seconds: [...Map.groupBy(finished, ({ kind }) => kind)].map(
          ([kind, outcomes]) => ({
            labels: { kind },
            value: Math.max(...outcomes.map(({ finishedAt }) => finishedAt ?? 0)) / 1000,
          }),
        ),
      };
    },
  );
}
