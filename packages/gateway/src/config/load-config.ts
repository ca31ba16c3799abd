import { isIP } from 'node:net';
import { isAddressRange } from '../kernel/address.ts';
import type { Flags } from './flags.ts';
import { readListenAddress } from './listen-address.ts';
import { type Config, environmentName, flagName, OPTIONS, type OptionName } from './options.ts';
import { BOOLEAN_WORDS, readBoolean } from './read-boolean.ts';
import { unknownVariables } from './unknown-variables.ts';

/** What the operator got wrong, one sentence a fault, each naming the option and what it takes. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The configuration is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

const NAMES = Object.keys(OPTIONS) as OptionName[];

function parse(name: OptionName, text: string, origin: string, faults: string[]): unknown {
  const option = OPTIONS[name];
  switch (option.kind) {
    case 'integer': {
      const value = Number(text);
      const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = option as { minimum?: number; maximum?: number };
      if (!Number.isInteger(value) || value < minimum || value > maximum || text.trim() === '') {
        faults.push(`${origin} takes a whole number from ${minimum} to ${maximum}`);
      }
      return value;
    }
    case 'boolean': {
      const value = readBoolean(text);
      if (value === undefined) faults.push(`${origin} must be ${BOOLEAN_WORDS}`);
      return value;
    }
    case 'list':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    default:
      return text === '' ? option.default : text;
  }
}

function isRange(text: string): boolean {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128);
}

/** What is wrong with a public URL, or null. Every link is that and a path: anything after the port would stand in its middle. */
function publicUrlFault(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return 'takes a URL that begins with http:// or https://';
  const { username, password, pathname } = new URL(text);
  if (username !== '' || password !== '' || /^[^/]*\/\/[^/?#]*@/.test(text))
    return 'must not have a user name or password';
  if (text.includes('#')) return 'must not have a fragment (#…)';
  if (text.includes('?')) return 'must not have a query (?…)';
  if (/^\/+$/.test(pathname)) return null;
  return `must not have a path such as ${pathname}: give this server a host name of its own, as in https://alerts.example.org`;
}

/** HS256 keys have at least the hash's own 32 bytes (RFC 7518 section 3.2). */
const LIVEKIT_SECRET_LENGTH = 32;

/** Whoever has the file may guess without end. */
const BACKUP_KEY_LENGTH = 16;

/** CJIS AU-11 keeps audit records for a year. */
const LEAST_AUDIT_DAYS = 365;

function checkValues(config: Config, faults: string[]): void {
  if (config.publicUrl !== null) {
    const fault = publicUrlFault(config.publicUrl);
    if (fault !== null) faults.push(`${environmentName('publicUrl')} ${fault}`);
  }
  for (const name of ['databaseUrl', 'smtpUrl', 'mapStyleUrl', 'mapPmtilesUrl'] as const) {
    if (config[name] !== null && !URL.canParse(config[name])) faults.push(`${environmentName(name)} takes a URL`);
  }
  const { livekitUrl, livekitApiKey, livekitApiSecret } = config;
  const livekit = [livekitUrl, livekitApiKey, livekitApiSecret];
  if (livekit.some((value) => value !== null) && livekit.includes(null)) {
    const names = (['livekitUrl', 'livekitApiKey', 'livekitApiSecret'] as const).map(environmentName);
    faults.push(`live audio takes ${names.join(', ')}: all three or none`);
  }
  if (livekitUrl !== null && !(/^wss?:\/\//i.test(livekitUrl) && URL.canParse(livekitUrl))) {
    faults.push(`${environmentName('livekitUrl')} takes a URL that begins with ws:// or wss://`);
  }
  if (livekitApiSecret !== null && livekitApiSecret.length < LIVEKIT_SECRET_LENGTH) {
    faults.push(`${environmentName('livekitApiSecret')} takes at least ${LIVEKIT_SECRET_LENGTH} characters`);
  }
  if (config.auditRetentionDays > 0 && config.auditRetentionDays < LEAST_AUDIT_DAYS) {
    faults.push(`${environmentName('auditRetentionDays')} must be 0 or at least ${LEAST_AUDIT_DAYS}`);
  }
  if (!['on', 'off', 'auto'].includes(config.developerSignUp)) {
    faults.push(`${environmentName('developerSignUp')} takes on, off or auto`);
  }
  if (config.developerSignUp === 'on' && config.smtpUrl === null && !config.demo) {
    faults.push(`${environmentName('developerSignUp')} can be on only with ${environmentName('smtpUrl')}`);
  }
  if (!['ES256', 'EdDSA'].includes(config.signingAlgorithm)) {
    faults.push(`${environmentName('signingAlgorithm')} takes ES256 or EdDSA`);
  }
  if (!['debug', 'info', 'warn', 'error', 'silent'].includes(config.logLevel)) {
    faults.push(`${environmentName('logLevel')} takes debug, info, warn, error or silent`);
  }
  for (const range of config.webhookAllowedRanges) {
    if (!isRange(range)) faults.push(`${environmentName('webhookAllowedRanges')} takes ranges such as 10.1.0.0/16`);
  }
  if (config.metricsListen !== null && readListenAddress(config.metricsListen) === null) {
    faults.push(`${environmentName('metricsListen')} takes an address with a port, as 127.0.0.1:9464`);
  }
  for (const proxy of config.trustedProxies) {
    if (!isAddressRange(proxy)) {
      faults.push(`${environmentName('trustedProxies')} takes addresses and ranges such as 10.1.0.0/16`);
    }
  }
  if (config.secretsKey !== null && Buffer.from(config.secretsKey, 'base64').length !== 32) {
    faults.push(`${environmentName('secretsKey')} takes 32 bytes in base64, as from: openssl rand -base64 32`);
  }
  if (config.backupKey !== null && config.backupKey.length < BACKUP_KEY_LENGTH) {
    faults.push(`${environmentName('backupKey')} takes at least ${BACKUP_KEY_LENGTH} characters`);
  }
  const isLoopback = /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(config.host);
  if (config.demo && !isLoopback && !config.demoBeyondLoopback) {
    faults.push(
      `--demo has published passwords and listens on loopback only; to open it on ${config.host} add --demo-beyond-loopback`,
    );
  }
}

/** The sandbox has a folder of its own, so that its published passwords never come into a real installation's. */
const SANDBOX_DATA_DIR = 'data-sandbox';

/** The configuration from command line, then environment, then defaults. Refuses with every fault at once. */
export function loadConfig(flags: Flags, environment: Record<string, string | undefined>): Config {
  const faults: string[] = [];
  for (const { variable, nearest } of unknownVariables(environment)) {
    faults.push(`${variable} is not an option; the nearest is ${nearest}`);
  }
  const values: Record<string, unknown> = {};
  for (const name of NAMES) {
    const fromFlag = flags[name];
    const fromEnvironment = environment[environmentName(name)];
    if (fromFlag !== undefined) values[name] = parse(name, fromFlag, flagName(name), faults);
    else if (fromEnvironment !== undefined && fromEnvironment !== '')
      values[name] = parse(name, fromEnvironment, environmentName(name), faults);
    else values[name] = OPTIONS[name].default;
  }
  const isGiven = flags.dataDir !== undefined || (environment[environmentName('dataDir')] ?? '') !== '';
  if (values['demo'] === true && !isGiven) values['dataDir'] = SANDBOX_DATA_DIR;
  checkValues(values as unknown as Config, faults);
  // As browsers and token checkers write an origin: lower case, without the port its scheme has anyway.
  const { publicUrl } = values as unknown as Config;
  if (publicUrl !== null && URL.canParse(publicUrl)) values['publicUrl'] = new URL(publicUrl).origin;
  const config = values as unknown as Config;
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
}
