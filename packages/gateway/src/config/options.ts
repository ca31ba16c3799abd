type Kind = 'string' | 'integer' | 'boolean' | 'list';

interface Option<K extends Kind, D> {
  readonly kind: K;
  readonly default: D;
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** True for values that must never be printed. */
  readonly isSecret?: boolean;
  readonly sentence: string;
}

const string = <D extends string | null>(option: Omit<Option<'string', D>, 'kind'>) =>
  ({ kind: 'string', ...option }) as const;
const integer = (option: Omit<Option<'integer', number>, 'kind'>) => ({ kind: 'integer', ...option }) as const;
const boolean = (option: Omit<Option<'boolean', boolean>, 'kind'>) => ({ kind: 'boolean', ...option }) as const;
const list = (option: Omit<Option<'list', readonly string[]>, 'kind'>) => ({ kind: 'list', ...option }) as const;

/**
 * Every option of the server. `dataDir` is `--data-dir` on the command line, `SALLYPORT_DATA_DIR` in the environment and
 * `data-dir` in the file; the first of these wins. `docs/configuration.md` is generated from this table.
 */
export const OPTIONS = {
  host: string({ default: '127.0.0.1', sentence: 'Address to listen on.' }),
  port: integer({ default: 8911, minimum: 0, maximum: 65535, sentence: 'Port to listen on; 0 takes a free one.' }),
  publicUrl: string<string | null>({
    default: null,
    sentence:
      'The URL clients reach this server by, without a path: the token issuer and the start of every link. Unset: the address it listens on.',
  }),
  keepAliveTimeoutSeconds: integer({
    default: 72,
    minimum: 1,
    maximum: 3_600,
    unit: 'seconds',
    sentence:
      'An idle connection is kept open for so long; longer than a reverse proxy keeps its own, or it sends into a closed one.',
  }),
  drainSeconds: integer({
    default: 5,
    minimum: 0,
    maximum: 300,
    unit: 'seconds',
    sentence:
      'A server that is asked to stop goes on listening for at most so long, with /readyz draining and every answer closing its connection; less where nothing comes any more.',
  }),
  shutdownSeconds: integer({
    default: 15,
    minimum: 1,
    maximum: 600,
    unit: 'seconds',
    sentence: 'A server that is asked to stop has ended after so long, whatever is still being answered.',
  }),
  trustedProxies: list({
    default: [],
    sentence: 'Addresses or CIDR ranges of reverse proxies whose X-Forwarded-For, -Proto and -Host are believed.',
  }),
  allowedHosts: list({
    default: [],
    sentence:
      "Further host names this server is reached by, beside the public URL's, loopback names and addresses; any other Host is refused.",
  }),
  dataDir: string({
    default: 'data',
    sentence:
      'Folder of the embedded database, its uploads and its key. With --demo and no folder given: data-sandbox.',
  }),
  databaseUrl: string<string | null>({
    default: null,
    isSecret: true,
    sentence: 'postgres://… to use PostgreSQL 15 or later. Unset: SQLite in the data folder.',
  }),
  migrate: boolean({
    default: true,
    sentence:
      'Bring a PostgreSQL database up to date at the start. false: a server refuses one that is not, and sallyport migrate does it. SQLite always is.',
  }),
  postgresWriteConnections: integer({
    default: 8,
    minimum: 1,
    maximum: 64,
    unit: 'connections',
    sentence:
      'Write connections this process holds to PostgreSQL; each keeps its own audit chain, and one serves an agency at a time.',
  }),
  databaseConnectTimeoutSeconds: integer({
    default: 5,
    minimum: 1,
    maximum: 60,
    unit: 'seconds',
    sentence: 'A PostgreSQL server must take a connection, or answer on an idle one, within so long.',
  }),
  databaseStatementTimeoutSeconds: integer({
    default: 10,
    minimum: 1,
    maximum: 600,
    unit: 'seconds',
    sentence: 'A statement that PostgreSQL has not answered by then is canceled; migrations are exempt.',
  }),
  databaseLockTimeoutSeconds: integer({
    default: 3,
    minimum: 1,
    maximum: 60,
    unit: 'seconds',
    sentence: 'A request waits so long for a row of PostgreSQL that another has locked, then is answered 503.',
  }),
  databaseIdleTransactionTimeoutSeconds: integer({
    default: 15,
    minimum: 1,
    maximum: 600,
    unit: 'seconds',
    sentence: 'PostgreSQL ends a transaction of a process that has stopped in the middle of it after so long.',
  }),
  databaseWaitSeconds: integer({
    default: 5,
    minimum: 1,
    maximum: 60,
    unit: 'seconds',
    sentence:
      'A write waits so long for its turn (a connection, its agency’s earlier writes, the lock of another program on the SQLite file), then is answered 503.',
  }),
  demo: boolean({
    default: false,
    sentence: 'Seed the sandbox: two agencies, their users and clients, known passwords.',
  }),
  demoBeyondLoopback: boolean({
    default: false,
    sentence: 'State it a second time: let --demo, with its published passwords, listen beyond loopback.',
  }),
  signingAlgorithm: string({ default: 'ES256', sentence: 'Algorithm of new signing keys: ES256 or EdDSA.' }),
  signingKeyRotationDays: integer({
    default: 30,
    minimum: 1,
    maximum: 365,
    unit: 'days',
    sentence: 'Age at which the current signing key makes way for the next one.',
  }),
  passwordMinimumLength: integer({
    default: 12,
    minimum: 8,
    maximum: 128,
    unit: 'characters',
    sentence:
      'Shortest password a person may choose. CJIS asks for 8; NIST SP 800-63B for 15 where it is the only factor.',
  }),
  portalSessionHours: integer({
    default: 24,
    minimum: 1,
    maximum: 24,
    unit: 'hours',
    sentence:
      'A portal session ends this long after sign-in. The security policy asks for a factor sooner (CJIS IA-11: after 12).',
  }),
  passwordLinkHours: integer({
    default: 72,
    minimum: 1,
    maximum: 720,
    unit: 'hours',
    sentence: 'A one-time link to set a password is valid this long.',
  }),
  argon2Concurrency: integer({
    default: 2,
    minimum: 1,
    maximum: 16,
    unit: 'hashes',
    sentence: 'Password hashes computed at the same time; each takes 19 MiB and one core.',
  }),
  argon2QueueLength: integer({
    default: 200,
    minimum: 1,
    maximum: 10000,
    unit: 'hashes',
    sentence: 'Password checks that may wait; one more is refused with 503 and Retry-After.',
  }),
  alertAcceptSeconds: integer({
    default: 45,
    minimum: 5,
    maximum: 3600,
    unit: 'seconds',
    sentence:
      'A center has so long to accept an alert whose dispatch was requested, unless the agency states otherwise.',
  }),
  limitTokensPerMinute: integer({
    default: 6000,
    minimum: 0,
    unit: 'requests',
    sentence:
      'Machine tokens one client may ask for in a minute, five seconds of them at once; 0 switches the limit off.',
  }),
  limitAlertsPerMinute: integer({
    default: 30000,
    minimum: 0,
    unit: 'requests',
    sentence:
      'Alerts and updates one client may send in a minute, two seconds of them at once; 0 switches the limit off.',
  }),
  limitReadsPerMinute: integer({
    default: 30000,
    minimum: 0,
    unit: 'requests',
    sentence:
      'Reads and deeplinks one client or user may ask for in a minute, two seconds of them at once; 0 switches the limit off.',
  }),
  limitSignInsPerMinute: integer({
    default: 60,
    minimum: 0,
    unit: 'failures',
    sentence:
      'Wrong passwords one source may try for one name, and wrong device codes one person, in a minute; 0 switches the limit off.',
  }),
  limitFailuresPerMinute: integer({
    default: 240,
    minimum: 0,
    unit: 'failures',
    sentence: 'Wrong passwords, secrets or tickets one address may send in a minute; 0 switches the limit off.',
  }),
  limitNamesPerMinute: integer({
    default: 480,
    minimum: 0,
    unit: 'names',
    sentence: 'Different names one address may try to sign in as in a minute; 0 switches the limit off.',
  }),
  limitSignUpsPerMinute: integer({
    default: 30,
    minimum: 0,
    unit: 'sign-ups',
    sentence: 'Developers who may sign up from one address in a minute; 0 switches the limit off.',
  }),
  limitRefusalRecordsPerMinute: integer({
    default: 600,
    minimum: 0,
    unit: 'records',
    sentence:
      'Refusals of callers without a valid token that are recorded for one address in a minute; the next record counts the rest; 0 records all.',
  }),
  limitRefusalRecordsInAllPerMinute: integer({
    default: 6000,
    minimum: 0,
    unit: 'records',
    sentence:
      'Refusals of callers without a valid token that are recorded for all addresses together in a minute; 0 records all.',
  }),
  limitConnectionsPerAddress: integer({
    default: 1000,
    minimum: 0,
    unit: 'connections',
    sentence:
      'Connections one address may have open, sockets among them; trusted proxies have no limit. 0 switches the limit off.',
  }),
  limitConnections: integer({
    default: 20000,
    minimum: 0,
    unit: 'connections',
    sentence: 'Connections that may be open in all; 0 switches the limit off.',
  }),
  limitRequestsPerConnection: integer({
    default: 2,
    minimum: 0,
    unit: 'requests',
    sentence:
      'Requests of one connection that are answered at the same time; others that it sends ahead wait. 0 switches the limit off.',
  }),
  mediaUploadMegabytes: integer({
    default: 25,
    minimum: 1,
    maximum: 200,
    unit: 'MiB',
    sentence: 'The largest photo, video, recording or PDF that may be uploaded to an incident.',
  }),
  auditRetentionDays: integer({
    default: 0,
    minimum: 0,
    maximum: 36_500,
    unit: 'days',
    sentence:
      'Audit records are kept so long, at least 365 days, on PostgreSQL to the end of their month; what is left still verifies. 0 keeps them without an end.',
  }),
  developerSignUp: string({
    default: 'auto',
    sentence:
      'Whether developers may sign up: on, off, or auto, which is on where mail is configured and in the sandbox. Without mail nobody could confirm an address, so on needs it.',
  }),
  developerDocumentMegabytes: integer({
    default: 25,
    minimum: 5,
    maximum: 1000,
    unit: 'MiB',
    sentence: 'What the documents of all applications of one developer may take.',
  }),
  cleanUpEveryMinutes: integer({
    default: 60,
    minimum: 1,
    maximum: 1440,
    unit: 'minutes',
    sentence: 'How often what agencies do not keep any more, and what has expired, is removed.',
  }),
  webhookAllowedRanges: list({
    default: [],
    sentence:
      'CIDR ranges of private addresses that webhooks may go to and identity providers be at. None otherwise; the sandbox adds loopback.',
  }),
  webhookTimeoutSeconds: integer({
    default: 15,
    minimum: 1,
    maximum: 60,
    unit: 'seconds',
    sentence: 'An attempt to deliver a webhook whose whole answer has not come by then is broken off.',
  }),
  secretsKey: string<string | null>({
    default: null,
    isSecret: true,
    sentence:
      '32 bytes in base64 that encrypt signing keys, webhook secrets and partner credentials in the database; the same for all processes. Unset: a key in the file sallyport.key of the data folder, made at the first start; with PostgreSQL it encrypts signing keys alone.',
  }),
  backupKey: string<string | null>({
    default: null,
    isSecret: true,
    sentence:
      'Encrypts what sallyport backup writes and opens it for sallyport restore: at least 16 characters, best as from openssl rand -base64 32. Unset: backups are not encrypted, and do not hold the key file.',
  }),
  smtpUrl: string<string | null>({
    default: null,
    isSecret: true,
    sentence: 'smtp://user:password@host:port of the mail server. Unset: links are shown to the administrator.',
  }),
  mailFrom: string({ default: 'Sallyport <sallyport@localhost>', sentence: 'Sender of mail.' }),
  auditMailTo: string<string | null>({
    default: null,
    sentence:
      'Address to which the newest audit records are mailed once a day, to prove the audit against. Needs a mail server. Unset: none.',
  }),
  mapStyleUrl: string<string | null>({
    default: null,
    sentence: 'MapLibre style URL of the portal map. Unset: the built-in outline, and no request to an outside host.',
  }),
  mapPmtilesUrl: string<string | null>({ default: null, sentence: 'PMTiles archive to draw the portal map from.' }),
  mapOrigins: list({
    default: [],
    sentence: 'Further origins the map style needs (tiles, glyphs, sprites); added to the Content-Security-Policy.',
  }),
  livekitUrl: string<string | null>({
    default: null,
    sentence:
      'ws:// or wss:// URL of the LiveKit server that carries live audio, as browsers reach it. Unset: no live audio.',
  }),
  livekitApiKey: string<string | null>({ default: null, sentence: 'API key of the LiveKit server.' }),
  livekitApiSecret: string<string | null>({
    default: null,
    isSecret: true,
    sentence: 'API secret of the LiveKit server, of at least 32 characters.',
  }),
  metricsToken: string<string | null>({
    default: null,
    isSecret: true,
    sentence: 'Bearer token that /metrics asks for. Unset: /metrics is not served, but on an address of its own.',
  }),
  metricsListen: string<string | null>({
    default: null,
    sentence:
      'Address with port, as 127.0.0.1:9464, on which /metrics alone is served; it asks for the token where one is set.',
  }),
  logRequests: boolean({
    default: false,
    sentence: 'Write one line to the log for each answered request, without its query, headers and body.',
  }),
  logLevel: string({ default: 'info', sentence: 'debug, info, warn, error or silent.' }),
} as const;

export type OptionName = keyof typeof OPTIONS;

type Value<O> = O extends { kind: 'integer' }
  ? number
  : O extends { kind: 'boolean' }
    ? boolean
    : O extends { kind: 'list' }
      ? readonly string[]
      : O extends { default: string }
        ? string
        : string | null;

/** The whole configuration, checked and frozen. */
export type Config = { readonly [Name in OptionName]: Value<(typeof OPTIONS)[Name]> };

/** `dataDir` -> `SALLYPORT_DATA_DIR`. */
export function environmentName(name: OptionName): string {
  return `SALLYPORT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** `dataDir` -> `data-dir`. */
export function fileKey(name: OptionName): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `dataDir` -> `--data-dir`. */
export function flagName(name: OptionName): string {
  return `--${fileKey(name)}`;
}

/** True for an option whose value must never be printed. */
export function isSecret(name: OptionName): boolean {
  return 'isSecret' in OPTIONS[name];
}

/** `secretsKey` -> `SALLYPORT_SECRETS_KEY_FILE`, which names a file that holds the secret. */
export function secretFileVariable(name: OptionName): string {
  return `${environmentName(name)}_FILE`;
}

/** Names the configuration file, as `--config` does. */
export const CONFIG_VARIABLE = 'SALLYPORT_CONFIG';
