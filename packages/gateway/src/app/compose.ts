import { join } from 'node:path';
import * as contract from '@sallyport/contract';
import { addressSweeps } from '../agencies/addresses/sweep-addresses.ts';
import { SYSTEM } from '../audit/actors.ts';
import { AnchorFile } from '../audit/anchors/anchor-file.ts';
import { AnchorWriter } from '../audit/anchors/anchor-writer.ts';
import { createAudit } from '../audit/append-record.ts';
import { type AuditKeys, auditKeysOf } from '../audit/keys.ts';
import { openMonths } from '../audit/retention/open-months.ts';
import { trimRecords } from '../audit/retention/trim-records.ts';
import { ClientDirectory } from '../authorization/clients/client-directory.ts';
import { ClientOrigins } from '../authorization/clients/client-origins.ts';
import { endDeeplinksOfAgency, endDeeplinksOfUser } from '../authorization/deeplinks/store.ts';
import { deeplinkSweeps } from '../authorization/deeplinks/sweep-deeplinks.ts';
import { KeyRing } from '../authorization/keys/key-ring.ts';
import { startRotationSchedule } from '../authorization/keys/rotation-schedule.ts';
import type { SigningAlgorithm } from '../authorization/keys/store.ts';
import { Limits } from '../authorization/limits/limits.ts';
import { endPersonalTokens } from '../authorization/personal-tokens/end-personal-tokens.ts';
import { StrangerRecords } from '../authorization/refusals/stranger-records.ts';
import { ReplayGuard } from '../authorization/replays/replay-guard.ts';
import { BearerCheck } from '../authorization/tokens/bearer-check.ts';
import { CleanUp } from '../clean-up/clean-up.ts';
import { readSweepOutcomes } from '../clean-up/read-outcomes.ts';
import type { Config } from '../config/options.ts';
import { VERSION } from '../config/version.ts';
import { ChangeFeed } from '../database/changes/change-feed.ts';
import type { Database } from '../database/database.ts';
import { type DatabaseFault, reasonOf } from '../database/faults.ts';
import { Liveness } from '../database/processes/liveness.ts';
import { tracedDatabase } from '../database/traced-database.ts';
import { createLiveAudio } from '../delivery/audio/live-audio.ts';
import { RoomCloser } from '../delivery/audio/room-closer.ts';
import { LogoutWorker } from '../delivery/logouts/logout-worker.ts';
import { logoutSweeps } from '../delivery/logouts/sweep-logouts.ts';
import { ChannelHub } from '../delivery/streams/channels/channel-hub.ts';
import { CrossingWatch } from '../delivery/streams/crossing-watch.ts';
import { StreamHub } from '../delivery/streams/stream-hub.ts';
import { createFetchChecked } from '../delivery/webhooks/addresses/checked-fetch.ts';
import { createHostResolver, type ResolveHost } from '../delivery/webhooks/addresses/host-resolver.ts';
import { createWebhookTools } from '../delivery/webhooks/create-webhook-tools.ts';
import { webhookSweeps } from '../delivery/webhooks/deliveries/sweep-deliveries.ts';
import { checkEndpoint } from '../delivery/webhooks/subscriptions/check-settings.ts';
import { receiversOf } from '../delivery/webhooks/subscriptions/receivers-of.ts';
import { sealPlainSecrets } from '../delivery/webhooks/subscriptions/seal-plain-secrets.ts';
import { endSubscriptionsOf } from '../delivery/webhooks/subscriptions/store.ts';
import { notifyOwner } from '../delivery/webhooks/worker/notify-owner.ts';
import { WebhookWorker } from '../delivery/webhooks/worker/webhook-worker.ts';
import { DIALECTS } from '../dialects/index.ts';
import { claimedClientId } from '../dialects/requests/client-credentials.ts';
import { ROUTE_REFUSALS } from '../dialects/route-refusals.ts';
import { type Dialect, type Served, webhookDescriptionsOf } from '../dialects/routing/dialect.ts';
import { watchDeadlines } from '../incidents/alerts/time-out-alerts.ts';
import { BASEMAP_FOLDER, Basemaps } from '../incidents/basemaps/basemaps.ts';
import { SeatWatch } from '../incidents/claims/seat-watch.ts';
import { createAddressGeocoder } from '../incidents/locations/address-geocoder.ts';
import type { Geocoder } from '../incidents/locations/geocoder.ts';
import { incidentSweeps } from '../incidents/retention/sweep-incidents.ts';
import { LookupRecorder } from '../incidents/search/record-lookup.ts';
import type { Clock } from '../kernel/clock.ts';
import { TimeFollower } from '../kernel/follow-time.ts';
import type { Log } from '../kernel/log.ts';
import { Loops } from '../kernel/loops.ts';
import { Measures } from '../kernel/measures.ts';
import type { Random } from '../kernel/random.ts';
import { type PartState, Readiness } from '../kernel/readiness.ts';
import { createSeal } from '../kernel/seal.ts';
import { Slots } from '../kernel/slots.ts';
import { SteadyClock } from '../kernel/steady-clock.ts';
import type { Tracing } from '../kernel/tracing/tracing.ts';
import { UnhandledFaults } from '../kernel/unhandled-faults.ts';
import { Examinations } from '../operation/findings/examinations.ts';
import { ServerWatch } from '../operation/servers/server-watch.ts';
import { startDailyAuditMail } from '../outbox/mail-audit-heads.ts';
import { createMailQueue } from '../outbox/mail-queue.ts';
import { OutboxWorker } from '../outbox/outbox-worker.ts';
import { createSmtpMail } from '../outbox/smtp-mail.ts';
import { outboxSweeps } from '../outbox/sweep-outbox.ts';
import { PasswordHasher } from '../people/passwords/password-hasher.ts';
import { SecurityPolicies } from '../people/policies/security-policies.ts';
import { endAccessOfAgency } from '../people/sessions/end-access.ts';
import { RelyingParties } from '../people/single-sign-on/relying-parties.ts';
import { peopleSweeps } from '../people/sweep-people.ts';
import { UserDirectory } from '../people/users/user-directory.ts';
import { examine } from './doctor/examine.ts';
import { countRecorded, measureParts } from './measure-parts.ts';
import type { AccessSettings, GatewayParts } from './parts.ts';

const LARGE_READS = { ofOwner: 1, inAll: 2 } as const;
const AUDIT_EXPORTS = { ofOwner: 2, inAll: 4 } as const;
/** After each batch of a clean-up: the writers' turn. */
const CLEAN_UP_PAUSE_MS = 20;
const NOTIFICATIONS_WITHIN_S = 15;
const READ_TIME_EVERY_MS = 1_000;

export interface Gateway {
  readonly parts: GatewayParts;
  /** What a server is built from. */
  readonly served: Served<GatewayParts>;
  readonly cleanUp: CleanUp;
  /** What the audit is keyed with, for a verification; undefined where no key is at hand. */
  readonly auditKeys: AuditKeys | undefined;
  /** Loads keys and access changes and keeps them current; the parts may be used from then on. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The sandbox's receivers run on the machine of whoever tries it. */
const LOOPBACK_RANGES = ['127.0.0.0/8', '::1/128'];

const stateOf = (fault: DatabaseFault | null): PartState =>
  fault === null ? { status: 'ready' } : { status: 'unavailable', reason: reasonOf(fault) };

/** Without notifications between processes every reader looks by itself, a fraction of a second later. */
function notificationsState(ageSeconds: number): PartState {
  const status = ageSeconds < NOTIFICATIONS_WITHIN_S ? 'ready' : 'degraded';
  return { status, ageSeconds: Math.round(ageSeconds * 10) / 10 };
}

function followTime(clock: SteadyClock, { database, loops, log }: { database: Database; loops: Loops; log: Log }) {
  const loop = loops.watch('time', { everyMs: READ_TIME_EVERY_MS, isEssential: false });
  const read = async () => {
    let now = 0;
    await loop.run(async () => {
      now = await database.readTime();
    });
    return now;
  };
  return new TimeFollower(read, { clock, log });
}

const DAY_MS = 86_400_000;
const AUDIT_RECORDS_A_BATCH = 500;

/** 0 days: nothing is removed. */
async function keepAudit({ database, audit, clock }: GatewayParts, days: number): Promise<void> {
  await openMonths({ database, clock });
  if (days === 0) return;
  const now = clock.now();
  const span = { before: now - days * DAY_MS, now, limit: AUDIT_RECORDS_A_BATCH, actor: SYSTEM };
  while ((await trimRecords({ database, audit }, span)) > 0) {
    await new Promise((resolve) => setTimeout(resolve, CLEAN_UP_PAUSE_MS));
  }
}

/** The one page of wiring: every part, made once, in the order of what it needs. */
export async function compose(world: {
  config: Config;
  publicUrl: string;
  clock: Clock;
  random: Random;
  log: Log;
  database: Database;
  geocoder?: Geocoder;
  /** The first seals the installation's secrets, all open them; none for a command that has no key at hand. */
  sealingKeys: readonly string[];
  /** Where the newest records of the audit are stated outside the database; null where no folder is at hand. */
  anchorFile?: string | null;
  resolveHost?: ResolveHost;
  /** Null or absent: nothing is traced. */
  tracing?: Tracing | null;
  /** Those of `dialects/index.ts`, unless given. */
  dialects?: readonly Dialect<GatewayParts>[];
  /** What work is repeated by; `Loops` itself, unless given. */
  newLoops?: (ports: { readiness: Readiness; log: Log }) => Loops;
}): Promise<Gateway> {
  const { config, publicUrl, clock, random, log, sealingKeys, tracing = null } = world;
  const database = tracedDatabase(world.database, tracing);
  const seal = createSeal(sealingKeys, random);
  // Of several servers on PostgreSQL each has its own key file, and any of them sends a webhook.
  const isKeyOfAll = config.secretsKey !== null || database.engine === 'sqlite';
  const sharedSeal = isKeyOfAll ? seal : createSeal([], random);
  const settings: AccessSettings = {
    ...config,
    signingAlgorithm: config.signingAlgorithm as SigningAlgorithm,
    developersMaySignUp:
      config.developerSignUp === 'on' ||
      (config.developerSignUp === 'auto' && (config.demo || config.smtpUrl !== null)),
    showsSignUpLinks: config.demo,
  };
  const anchorFile = world.anchorFile ?? null;
  const anchors = anchorFile === null ? null : new AnchorWriter({ file: new AnchorFile(anchorFile), log });
  const auditKeys = auditKeysOf(sealingKeys);
  const measures = new Measures();
  const audit = createAudit({
    clock,
    random,
    keys: auditKeys,
    onDurable: anchors?.note,
    onRecorded: countRecorded(measures),
  });

  const readiness = new Readiness();
  const loops = world.newLoops?.({ readiness, log }) ?? new Loops({ readiness, log });
  readiness.add('database_reads', async () => stateOf(await database.checkReads()));
  readiness.add('database_writes', async () => stateOf(await database.checkWrites()));

  const { notificationsAgeSeconds } = database;
  if (notificationsAgeSeconds !== undefined) {
    readiness.add('database_notifications', () => notificationsState(notificationsAgeSeconds()));
  }

  // A test's clock is in the test's hand.
  const time = clock instanceof SteadyClock ? followTime(clock, { database, loops, log }) : null;
  await time?.start();

  const changes = new ChangeFeed({ database, clock, random, log });
  readiness.add('access_changes', () => changes.state());
  const liveness = new Liveness({ database, clock, random, log });
  const limits = new Limits(settings, clock);
  const strangers = new StrangerRecords({ limits });
  const clients = new ClientDirectory({ database, changes });
  const clientOrigins = new ClientOrigins({ database, changes });
  const keys = new KeyRing({ database, clock, changes, log, seal, algorithm: settings.signingAlgorithm });
  const policies = new SecurityPolicies({ database, changes, options: settings });
  const replays = new ReplayGuard({ database, clock });
  const bearer = new BearerCheck({
    keys,
    clients,
    clock,
    issuer: config.publicUrl === null ? null : publicUrl,
    replays,
    publicUrl,
    changes,
    users: new UserDirectory({ database, changes }),
  });
  const passwords = new PasswordHasher({
    random,
    concurrency: config.argon2Concurrency,
    queueLength: config.argon2QueueLength,
  });
  changes.on('user_released', ({ subject }) => limits.clear('signIns', `${subject} `));

  const dialects: readonly Dialect<GatewayParts>[] = world.dialects ?? DIALECTS;
  const encoderPorts = { database, clock, publicUrl };
  const encoders = Object.fromEntries(
    dialects.flatMap(({ frames }) =>
      Object.entries(frames).map(([name, encoderOf]) => [name, encoderOf(encoderPorts)]),
    ),
  );
  const streams = new StreamHub({ database, clock, log, encoders, access: changes, loops });
  const crossings = new CrossingWatch({ database, clock, loops, streams });
  const channels = new ChannelHub({ streams, clock, log, access: changes, loops });

  const webhooks = createWebhookTools({
    clock,
    resolve: world.resolveHost ?? createHostResolver(),
    encoders: Object.fromEntries(
      dialects.flatMap(({ webhooks: kinds }) =>
        Object.entries(kinds).map(([name, { encoder }]) => [name, encoder(encoderPorts)]),
      ),
    ),
    allowedRanges: [...config.webhookAllowedRanges, ...(config.demo ? LOOPBACK_RANGES : [])],
    timeoutMs: config.webhookTimeoutSeconds * 1000,
    seal: sharedSeal,
  });
  const checkedFetch = createFetchChecked({ rules: webhooks.addressRules, resolve: webhooks.resolveHost });
  const { fetchChecked } = checkedFetch;
  const audio = createLiveAudio(config, clock);
  const rooms = audio === null ? null : new RoomCloser({ database, audio, clock, log, loops });

  const geocoder = world.geocoder ?? createAddressGeocoder({ database });
  const { smtpUrl, mailFrom } = config;
  const outbox =
    smtpUrl === null
      ? null
      : new OutboxWorker(
          { database, clock, random, log, loops, liveness, seal },
          createSmtpMail({ smtpUrl, mailFrom }),
        );
  const mail = createMailQueue({
    clock,
    random,
    seal,
    isOn: outbox !== null,
    onQueued: () => outbox?.look(),
  });

  const endSubscriptions: GatewayParts['endSubscriptions'] = (tx, made) =>
    endSubscriptionsOf(tx.query, made, clock.now());
  const parts: GatewayParts = {
    database,
    audit,
    clock,
    random,
    geocoder,
    log,
    settings,
    publicUrl,
    alertAcceptSeconds: config.alertAcceptSeconds,
    changes,
    limits,
    strangers,
    clients,
    seal,
    sharedSeal,
    checkEndpoint: (url, what) => checkEndpoint(webhooks, url, what),
    relyingParties: new RelyingParties({ clock, seal: sharedSeal, fetchChecked }),
    keys,
    bearer,
    replays,
    passwords,
    policies,
    readiness,
    measures,
    clientOrigins,
    endSubscriptions,
    endWithPerson: [
      (tx, userId) => endDeeplinksOfUser(tx.query, userId, clock.now()),
      (tx, userId, by) => endPersonalTokens({ audit, changes, clock, endSubscriptions }, tx, userId, by),
      (tx, userId) => endSubscriptions(tx, { userId }).then(() => 0),
    ],
    endWithAgency: async (tx, agencyId) => {
      await endAccessOfAgency({ clock }, tx, agencyId);
      await endDeeplinksOfAgency(tx.query, agencyId, clock.now());
    },
    sweepOutcomes: (agencyId) => readSweepOutcomes({ database }, agencyId),
    loops,
    unhandled: new UnhandledFaults(log),
    tracing,
    largeReads: new Slots(LARGE_READS),
    auditExports: new Slots(AUDIT_EXPORTS),
    lookups: new LookupRecorder({ database, audit, clock, random }),
    seats: new SeatWatch({ database, audit, clock, random, loops }),
    servers: new ServerWatch({ database, clock, random, log, loops, readiness, streams, channels }, VERSION),
    examinations: new Examinations({
      clock,
      examine: () => examine(config, { publicUrl, now: () => clock.now(), read: database.read }),
    }),
    streams,
    channels,
    ...webhooks,
    cadReceivers: (agencyId) => receiversOf({ database, clock, ...webhooks }, agencyId, 'incident.sent_to_cad'),
    webhookDescriptions: webhookDescriptionsOf(dialects),
    audio,
    mail,
    map: {
      styleUrl: config.mapStyleUrl,
      pmtilesUrl: config.mapPmtilesUrl,
      files: new Basemaps(join(config.dataDir, BASEMAP_FOLDER)),
    },
  };

  const cleanUp = new CleanUp(
    { ...parts, liveness },
    {
      sweeps: async () => [
        ...outboxSweeps(parts),
        ...addressSweeps(parts),
        ...peopleSweeps(parts),
        ...deeplinkSweeps(parts),
        ...webhookSweeps(parts),
        ...logoutSweeps(parts),
        ...(await incidentSweeps(parts)),
      ],
      everyMinutes: config.cleanUpEveryMinutes,
      pauseMs: CLEAN_UP_PAUSE_MS,
      afterwards: () => keepAudit(parts, config.auditRetentionDays),
    },
  );

  const worker = new WebhookWorker({ ...parts, liveness }, (subscription, reason) => {
    notifyOwner(parts, subscription, reason).catch((err) =>
      log.error({ err }, 'a disabled webhook could not be mailed'),
    );
  });

  const logouts = new LogoutWorker({ ...parts, liveness });

  measureParts(measures, parts, cleanUp);

  let stopRotation = async () => {};
  let stopAuditMail = async () => {};
  let stopDeadlines = async () => {};
  return {
    parts,
    served: {
      ports: parts,
      dialects,
      schemas: contract,
      scopes: contract.SCOPES,
      refusals: ROUTE_REFUSALS,
      claimedClientId,
    },
    cleanUp,
    auditKeys,
    async start() {
      await changes.start();
      await liveness.start();
      await keys.start();
      await sealPlainSecrets({ database, seal: sharedSeal });
      streams.start();
      crossings.start();
      rooms?.start();
      channels.start();
      worker.start();
      logouts.start();
      outbox?.start();
      stopRotation = startRotationSchedule(parts);
      if (config.auditMailTo !== null) stopAuditMail = startDailyAuditMail({ ...parts, loops }, config.auditMailTo);
      cleanUp.start();
      stopDeadlines = watchDeadlines(parts);
      parts.seats.start();
      parts.servers.start();
    },
    async stop() {
      time?.stop();
      await stopRotation();
      await stopAuditMail();
      await stopDeadlines();
      await parts.seats.stop();
      await parts.servers.stop();
      await cleanUp.stop();
      await channels.stop();
      await logouts.stop();
      await worker.stop();
      await outbox?.stop();
      await checkedFetch.close();
      await liveness.stop();
      await rooms?.stop();
      await crossings.stop();
      await streams.stop();
      await changes.stop();
      await database.close();
      await anchors?.stop();
      await tracing?.stop();
    },
  };
}
