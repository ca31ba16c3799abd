import { isIP } from 'node:net';
import { isAddressRange } from '../kernel/address.ts';
import { readListenAddress } from './listen-address.ts';
import type { Config, OptionName } from './options.ts';

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

/** What no single value shows: what a value must look like, and which go together. `given` names an option as it was given. */
export function checkValues(config: Config, given: (name: OptionName) => string, faults: string[]): void {
  if (config.publicUrl !== null) {
    const fault = publicUrlFault(config.publicUrl);
    if (fault !== null) faults.push(`${given('publicUrl')} ${fault}`);
  }
  for (const name of ['mapStyleUrl', 'mapPmtilesUrl'] as const) {
    if (config[name] !== null && !URL.canParse(config[name])) faults.push(`${given(name)} takes a URL`);
  }
  for (const [name, begins, expected] of [
    ['databaseUrl', /^postgres(ql)?:\/\//i, 'postgres://'],
    ['smtpUrl', /^smtps?:\/\//i, 'smtp:// or smtps://'],
  ] as const) {
    const url = config[name];
    if (url !== null && !(begins.test(url) && URL.canParse(url))) {
      faults.push(`${given(name)} takes a URL that begins with ${expected}`);
    }
  }
  const { livekitUrl, livekitApiKey, livekitApiSecret } = config;
  const livekit = [livekitUrl, livekitApiKey, livekitApiSecret];
  if (livekit.some((value) => value !== null) && livekit.includes(null)) {
    const names = (['livekitUrl', 'livekitApiKey', 'livekitApiSecret'] as const).map(given);
    faults.push(`live audio takes ${names.join(', ')}: all three or none`);
  }
  if (livekitUrl !== null && !(/^wss?:\/\//i.test(livekitUrl) && URL.canParse(livekitUrl))) {
    faults.push(`${given('livekitUrl')} takes a URL that begins with ws:// or wss://`);
  }
  if (livekitApiSecret !== null && livekitApiSecret.length < LIVEKIT_SECRET_LENGTH) {
    faults.push(`${given('livekitApiSecret')} takes at least ${LIVEKIT_SECRET_LENGTH} characters`);
  }
  if (config.auditRetentionDays > 0 && config.auditRetentionDays < LEAST_AUDIT_DAYS) {
    faults.push(`${given('auditRetentionDays')} must be 0 or at least ${LEAST_AUDIT_DAYS}`);
  }
  if (!['on', 'off', 'auto'].includes(config.developerSignUp)) {
    faults.push(`${given('developerSignUp')} takes on, off or auto`);
  }
  if (config.developerSignUp === 'on' && config.smtpUrl === null && !config.demo) {
    faults.push(`${given('developerSignUp')} can be on only with ${given('smtpUrl')}`);
  }
  if (config.auditMailTo !== null && !/^[^\s@]+@[^\s@]+$/.test(config.auditMailTo)) {
    faults.push(`${given('auditMailTo')} takes an e-mail address`);
  }
  if (config.auditMailTo !== null && config.smtpUrl === null) {
    faults.push(`${given('auditMailTo')} needs ${given('smtpUrl')}`);
  }
  if (!['ES256', 'EdDSA'].includes(config.signingAlgorithm)) {
    faults.push(`${given('signingAlgorithm')} takes ES256 or EdDSA`);
  }
  if (!['debug', 'info', 'warn', 'error', 'silent'].includes(config.logLevel)) {
    faults.push(`${given('logLevel')} takes debug, info, warn, error or silent`);
  }
  for (const range of config.webhookAllowedRanges) {
    if (!isRange(range)) faults.push(`${given('webhookAllowedRanges')} takes ranges such as 10.1.0.0/16`);
  }
  if (config.metricsListen !== null && readListenAddress(config.metricsListen) === null) {
    faults.push(`${given('metricsListen')} takes an address with a port, as 127.0.0.1:9464`);
  }
  for (const proxy of config.trustedProxies) {
    if (!isAddressRange(proxy)) {
      faults.push(`${given('trustedProxies')} takes addresses and ranges such as 10.1.0.0/16`);
    }
  }
  if (config.secretsKey !== null && Buffer.from(config.secretsKey, 'base64').length !== 32) {
    faults.push(`${given('secretsKey')} takes 32 bytes in base64, as from: openssl rand -base64 32`);
  }
  if (config.backupKey !== null && config.backupKey.length < BACKUP_KEY_LENGTH) {
    faults.push(`${given('backupKey')} takes at least ${BACKUP_KEY_LENGTH} characters`);
  }
  const isLoopback = /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(config.host);
  if (config.demo && !isLoopback && !config.demoBeyondLoopback) {
    faults.push(
      `--demo has published passwords and listens on loopback only; to open it on ${config.host} add --demo-beyond-loopback`,
    );
  }
}
