import { readFileSync } from 'node:fs';
import { isScope, SCOPES } from '@sallyport/contract';
import { type Callflow, plainCallflow } from '../agencies/callflows/types.ts';
import { readAgency } from '../agencies/find-agencies.ts';
import { readJwkSet } from '../authorization/clients/client-keys.ts';
import { GRANT_TYPES } from '../authorization/clients/grant-types.ts';
import { registerClient } from '../authorization/clients/register-client.ts';
import { replaceClientKeys } from '../authorization/clients/replace-keys.ts';
import { addClientSecret } from '../authorization/clients/rotate-secret.ts';
import { setTimeZone } from '../authorization/clients/set-time-zone.ts';
import { type ClientKey, type IntegrationKind, STRICT } from '../authorization/clients/types.ts';
import { findTimeZone } from '../kernel/time-zone.ts';
import { type Call, CONSOLE, defineCommand, flag, needed, neededChoice, UsageError, value } from './command.ts';
import { withGateway } from './with-gateway.ts';

const KINDS: readonly IntegrationKind[] = [
  'psap',
  'central_station',
  'prepared',
  'call_handling',
  'responder',
  'directory',
];
const DEFAULT_TTL_SECONDS = 3_600;
function listOf(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((part) => part !== '');
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`--${name} must be one of: ${allowed.join(', ')}`);
  return found;
}

function readCallflow(text: string): Callflow {
  const [, name = '', agencyId = '', word] = /^([^=]+)=([^=:]+)(?::(.*))?$/.exec(text) ?? [];
  if (name === '' || (word !== undefined && word !== 'dispatch')) {
    throw new UsageError(
      '--callflows is a list of name=agency-id, or name=agency-id:dispatch to request dispatch at once',
    );
  }
  return plainCallflow(name, agencyId, { requestsDispatch: word !== undefined });
}

function readZone(name: string): string {
  const zone = findTimeZone(name);
  if (zone !== undefined) return zone;
  throw new UsageError('--time-zone is the name of an IANA time zone, as in America/New_York');
}

/** The public keys of a file that holds a JWK set. */
function readKeys(file: string): readonly ClientKey[] {
  let set: unknown;
  try {
    set = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UsageError(`--jwks names a file with a JWK set in JSON; ${file} is none`);
  }
  return readJwkSet(set);
}

/** A line a field, its name in a column of its own. */
function printFields(call: Call, fields: Readonly<Record<string, string | number | null>>): void {
  const lines = Object.entries(fields).map(([name, value]) => `${name.padEnd(15)}${value ?? 'none'}\n`);
  call.print(fields, lines.join(''));
}

export const addClientCommand = defineCommand({
  words: ['client', 'add'],
  options: {
    id: needed('id', 'The client id'),
    name: needed('name', 'The name of the client and its application'),
    kind: neededChoice(KINDS, 'What the client is'),
    scopes: needed('a,b', 'What it may ask for'),
    agency: value('id', 'The agency it works for'),
    grants: value('g,h', `${GRANT_TYPES.join(', ')}; client_credentials where it is left out`),
    ttl: value('seconds', `How long its access tokens are valid; ${DEFAULT_TTL_SECONDS} where it is left out`),
    callflows: value('list', 'name=agency-id, or name=agency-id:dispatch to request dispatch at once'),
    redirects: value('uris', 'Its redirect URIs, with commas between them'),
    'post-logout-redirects': value('uris', 'Where browsers may go after a sign-out, with commas between them'),
    'backchannel-logout': value('url', 'Where a logout token is sent when a session ends'),
    'initiate-login': value('url', 'Where a browser starts a sign-in to it, for the tile in the portal'),
    'logout-session-required': flag('It ends a sign-in by the sid of a logout token alone'),
    owner: value('name', 'Who runs it'),
    jwks: value('file', 'Its public keys as a JWK set; it has no secret then'),
    'time-zone': value('zone', 'The IANA time zone of its clocks'),
    public: flag('It has no secret (RFC 6749 section 2.1)'),
    rotate: flag('Each use of a refresh token replaces it'),
    'require-par': flag('It must push its authorization requests (RFC 9126)'),
    dpop: flag('Its tokens are bound to a key (RFC 9449)'),
    'resource-server': flag('It may ask about the tokens of others (RFC 7662)'),
    'json-bodies': flag('It may send JSON to the token endpoint'),
    'token-in-query': flag('It may send its token in the query string'),
    'loose-redirect': flag('A redirect URI that is a host alone stands for every page there'),
  },
  serverOptions: 'place',
  sentence: 'Register a client and print its secret, once; a public client and one with keys have none',
  async run(call) {
    const { options } = call;
    const scopes = listOf(options.scopes);
    if (!scopes.every(isScope)) throw new UsageError(`--scopes are of: ${Object.keys(SCOPES).join(', ')}`);
    const grantTypes = listOf(options.grants ?? 'client_credentials').map((grant) =>
      oneOf('grants', grant, GRANT_TYPES),
    );
    const accessTokenTtlSeconds = Number(options.ttl ?? DEFAULT_TTL_SECONDS);
    if (!Number.isInteger(accessTokenTtlSeconds) || accessTokenTtlSeconds < 60 || accessTokenTtlSeconds > 86_400) {
      throw new UsageError('--ttl is a whole number of seconds from 60 to 86400');
    }
    const registration = {
      id: options.id,
      name: options.name,
      applicationId: options.id,
      applicationName: options.name,
      agencyId: options.agency ?? null,
      integrationKind: options.kind,
      grantTypes,
      scopes,
      accessTokenTtlSeconds,
      callflows: listOf(options.callflows).map(readCallflow),
      redirectUris: listOf(options.redirects),
      postLogoutRedirectUris: listOf(options['post-logout-redirects']),
      backchannelLogoutUri: options['backchannel-logout'] ?? null,
      initiateLoginUri: options['initiate-login'] ?? null,
      backchannelLogoutSessionRequired: options['logout-session-required'] === true,
      isPublic: options.public === true,
      rotatesRefreshTokens: options.rotate === true,
      requiresPushedRequests: options['require-par'] === true,
      isResourceServer: options['resource-server'] === true,
      ownerName: options.owner ?? null,
      keys: options.jwks === undefined ? [] : readKeys(options.jwks),
      requiresDpop: options.dpop === true,
      settings: {
        legacy: {
          ...STRICT,
          passwordGrant: grantTypes.includes('password'),
          jsonTokenBody: options['json-bodies'] === true,
          tokenInQuery: options['token-in-query'] === true,
          looseRedirect: options['loose-redirect'] === true,
        },
        deeplinkView: 'full',
        embeddingOrigins: [],
        timeZone: options['time-zone'] === undefined ? null : readZone(options['time-zone']),
      },
    } as const;
    return withGateway(call, async ({ parts }) => {
      for (const id of [options.agency, ...registration.callflows.flatMap(({ agencyIds }) => agencyIds)]) {
        if (id !== undefined) await readAgency(parts, id);
      }
      const { clientSecret } = await registerClient(parts, { registration, actor: CONSOLE });
      const isShown = !registration.isPublic && registration.keys.length === 0;
      printFields(call, { client_id: registration.id, ...(isShown && { client_secret: clientSecret.reveal() }) });
      return 0;
    });
  },
});

export const setClientTimeZoneCommand = defineCommand({
  words: ['client', 'set-time-zone'],
  options: { id: needed('id', 'The client id'), 'time-zone': needed('zone', 'An IANA time zone, or none') },
  serverOptions: 'place',
  sentence: "Set the zone of a client's clocks, in which its times without an offset are read; none refuses these",
  async run(call) {
    const { options } = call;
    const clientId = options.id;
    const zone = options['time-zone'];
    return withGateway(call, async ({ parts }) => {
      const timeZone = await setTimeZone(parts, {
        clientId,
        timeZone: zone === 'none' ? null : readZone(zone),
        actor: CONSOLE,
      });
      printFields(call, { client_id: clientId, time_zone: timeZone });
      return 0;
    });
  },
});

export const addSecretCommand = defineCommand({
  words: ['client', 'add-secret'],
  options: { id: needed('id', 'The client id') },
  serverOptions: 'place',
  sentence: 'Give a client a second secret beside the first and print it, once',
  async run(call) {
    const { options } = call;
    const id = options.id;
    return withGateway(call, async ({ parts }) => {
      const client = await parts.clients.find(id);
      if (client === undefined) throw new UsageError(`no client has the id ${id}`);
      const { clientSecret } = await addClientSecret(parts, { client, actor: CONSOLE });
      printFields(call, { client_secret: clientSecret.reveal() });
      return 0;
    });
  },
});

export const replaceKeysCommand = defineCommand({
  words: ['client', 'set-jwks'],
  options: { id: needed('id', 'The client id'), jwks: needed('file', 'Its public keys as a JWK set') },
  serverOptions: 'place',
  sentence: "Put the public keys of a JWK set in the place of a client's; list the old key too to change over in peace",
  async run(call) {
    const { options } = call;
    const clientId = options.id;
    const keys = readKeys(options.jwks);
    return withGateway(call, async ({ parts }) => {
      await replaceClientKeys(parts, { clientId, keys, actor: CONSOLE });
      printFields(call, { client_id: clientId, keys: keys.length });
      return 0;
    });
  },
});
