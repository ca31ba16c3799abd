import type { EndWithAgency } from '../agencies/edit-agency.ts';
import type { SweepOutcomes } from '../agencies/retention.ts';
import type { Audit } from '../audit/append-record.ts';
import type { CheckEndpoint } from '../authorization/clients/check-sign-in-use.ts';
import type { ClientDirectory } from '../authorization/clients/client-directory.ts';
import type { ClientOrigins } from '../authorization/clients/client-origins.ts';
import type { EndSubscriptions } from '../authorization/grants/revoke-grant.ts';
import type { KeyRing } from '../authorization/keys/key-ring.ts';
import type { SigningAlgorithm } from '../authorization/keys/store.ts';
import type { LimitSettings, Limits } from '../authorization/limits/limits.ts';
import type { StrangerRecords } from '../authorization/refusals/stranger-records.ts';
import type { ReplayGuard } from '../authorization/replays/replay-guard.ts';
import type { BearerCheck } from '../authorization/tokens/bearer-check.ts';
import type { ChangeFeed } from '../database/changes/change-feed.ts';
import type { Database } from '../database/database.ts';
import type { LiveAudio } from '../delivery/audio/live-audio.ts';
import type { ChannelHub } from '../delivery/streams/channels/channel-hub.ts';
import type { StreamHub } from '../delivery/streams/stream-hub.ts';
import type { WebhookTools } from '../delivery/webhooks/create-webhook-tools.ts';
import type { Basemaps } from '../incidents/basemaps/basemaps.ts';
import type { SeatWatch } from '../incidents/claims/seat-watch.ts';
import type { Geocoder } from '../incidents/locations/geocoder.ts';
import type { LookupRecorder } from '../incidents/search/record-lookup.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Loops } from '../kernel/loops.ts';
import type { Measures } from '../kernel/measures.ts';
import type { Random } from '../kernel/random.ts';
import type { Readiness } from '../kernel/readiness.ts';
import type { Seal } from '../kernel/seal.ts';
import type { Slots } from '../kernel/slots.ts';
import type { Tracing } from '../kernel/tracing/tracing.ts';
import type { UnhandledFaults } from '../kernel/unhandled-faults.ts';
import type { Examinations } from '../operation/findings/examinations.ts';
import type { ServerWatch } from '../operation/servers/server-watch.ts';
import type { MailQueue } from '../outbox/mail-queue.ts';
import type { PasswordHasher } from '../people/passwords/password-hasher.ts';
import type { SecurityPolicies } from '../people/policies/security-policies.ts';
import type { EndWithPerson } from '../people/sessions/end-access.ts';
import type { RelyingParties } from '../people/single-sign-on/relying-parties.ts';

/** What an operator can set of access. `config` names and explains each of these. */
export interface AccessSettings extends LimitSettings {
  readonly signingAlgorithm: SigningAlgorithm;
  readonly signingKeyRotationDays: number;
  readonly passwordMinimumLength: number;
  readonly portalSessionHours: number;
  readonly passwordLinkHours: number;
  readonly developersMaySignUp: boolean;
  /** True where whoever signs up is shown the link that confirms it: in the sandbox alone. */
  readonly showsSignUpLinks: boolean;
  readonly developerDocumentMegabytes: number;
}

/** Every part of a gateway, made once, in `compose.ts`. What uses one names it; nothing outside `app` takes them all. */
export interface GatewayParts extends WebhookTools {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly settings: AccessSettings;
  /** Token issuer and start of every link, without a trailing slash. */
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly limits: Limits;
  readonly strangers: StrangerRecords;
  readonly clients: ClientDirectory;
  /** Of which pages may ask for tokens. */
  readonly clientOrigins: ClientOrigins;
  /** Keeps the installation's own secrets in the database. */
  readonly seal: Seal;
  /** As `seal`, by a key that every server of the installation has; seals nothing where they share none. */
  readonly sharedSeal: Seal;
  /** Sallyport at agencies' identity providers. */
  readonly relyingParties: RelyingParties;
  /** For an address that this server will send to. */
  readonly checkEndpoint: CheckEndpoint;
  readonly keys: KeyRing;
  readonly bearer: BearerCheck;
  readonly replays: ReplayGuard;
  readonly passwords: PasswordHasher;
  readonly mail: MailQueue;
  /** What is asked of people's sign-in, by agency. */
  readonly policies: SecurityPolicies;
  /** Which webhooks of an agency receive what is sent to its CAD, by their names. */
  readonly cadReceivers: (agencyId: string) => Promise<readonly string[]>;
  /** What each dialect's webhooks send, for whoever chooses one. */
  readonly webhookDescriptions: Readonly<Record<string, string>>;
  readonly endWithPerson: readonly EndWithPerson[];
  readonly endWithAgency: EndWithAgency;
  /** How an agency's sweeps last went. */
  readonly sweepOutcomes: SweepOutcomes;
  /** Ends, in the caller's transaction, the webhook subscriptions that a person's tokens or a grant's made. */
  readonly endSubscriptions: EndSubscriptions;
  readonly loops: Loops;
  readonly geocoder: Geocoder;
  /** How long a center has to accept an alert, where the agency does not state, in seconds. */
  readonly alertAcceptSeconds: number;
  /** Null where no LiveKit server is configured. */
  readonly audio: LiveAudio | null;
  /** Answers of megabytes that are made at once, by agency and in all. */
  readonly largeReads: Slots;
  /** Exports of the audit that run at once, by agency and in all. */
  readonly auditExports: Slots;
  readonly lookups: LookupRecorder;
  readonly seats: SeatWatch;
  readonly servers: ServerWatch;
  /** What `sallyport doctor` finds, from within this server. */
  readonly examinations: Examinations;
  readonly readiness: Readiness;
  readonly measures: Measures;
  readonly unhandled: UnhandledFaults;
  /** Null where no receiver of traces is configured. */
  readonly tracing: Tracing | null;
  readonly streams: StreamHub;
  readonly channels: ChannelHub;
  readonly map: { readonly styleUrl: string | null; readonly pmtilesUrl: string | null; readonly files: Basemaps };
}
