import { readFileSync } from 'node:fs';
import { isScope, SCOPES } from '@sallyport/contract';
import { type Callflow, plainCallflow } from '../agencies/callflows/types.ts';
import { readAgency } from '../agencies/find-agencies.ts';
import { readJwkSet } from '../authorization/clients/client-keys.ts';
import { registerClient } from '../authorization/clients/register-client.ts';
import { replaceClientKeys } from '../authorization/clients/replace-keys.ts';
import { addClientSecret } from '../authorization/clients/rotate-secret.ts';
import { setTimeZone } from '../authorization/clients/set-time-zone.ts';
import { type ClientKey, type IntegrationKind, STRICT } from '../authorization/clients/types.ts';
import { GRANT_TYPES } from '../dialects/oauth/grant-token.ts';
import { findTimeZone } from '../kernel/time-zone.ts';
import { CONSOLE, type Command, required, takeOptions, UsageError, withGateway } from './command.ts';

const KINDS: readonly IntegrationKind[] = ['psap', 'central_station', 'prepared', 'call_handling', 'responder'];
const DEFAULT_TTL_SECONDS = 3_600;
const OPTION_NAMES = [
  'id',
  'name',
  'kind',
  'scopes',
  'agency',
  'grants',
  'ttl',
  'callflows',
  'redirects',
  'owner',
  'jwks',
  'time-zone',
] as const;

const SWITCHES = [
  'json-bodies',
  'token-in-query',
  'loose-redirect',
  'public',
  'rotate',
  'require-par',
  'resource-server',
  'dpop',
] as const;

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

export const addClientCommand: Command = {
  words: ['client', 'add'],
  usage:
    '--id ID --name NAME --kind KIND --scopes A,B [--agency ID] [--grants G,H] [--ttl SECONDS] [--callflows name=agency[:dispatch],…] [--json-bodies] [--token-in-query] [--loose-redirect] [--redirects URI,URI] [--public] [--rotate] [--require-par] [--resource-server] [--owner NAME] [--jwks FILE] [--dpop] [--time-zone ZONE]',
  sentence: 'Register a client and print its secret, once; a public client and one with keys have none',
  async run(args) {
    const { own, isOn, rest } = takeOptions(args, OPTION_NAMES, SWITCHES);
    const scopes = listOf(required(own, 'scopes'));
    if (!scopes.every(isScope)) throw new UsageError(`--scopes are of: ${Object.keys(SCOPES).join(', ')}`);
    const grantTypes = listOf(own.grants ?? 'client_credentials').map((grant) => oneOf('grants', grant, GRANT_TYPES));
    const accessTokenTtlSeconds = Number(own.ttl ?? DEFAULT_TTL_SECONDS);
    if (!Number.isInteger(accessTokenTtlSeconds) || accessTokenTtlSeconds < 60 || accessTokenTtlSeconds > 86_400) {
      throw new UsageError('--ttl is a whole number of seconds from 60 to 86400');
    }
    const registration = {
      id: required(own, 'id'),
      name: required(own, 'name'),
      applicationId: required(own, 'id'),
      applicationName: required(own, 'name'),
      agencyId: own.agency ?? null,
      integrationKind: oneOf('kind', required(own, 'kind'), KINDS),
      grantTypes,
      scopes,
      accessTokenTtlSeconds,
      callflows: listOf(own.callflows).map(readCallflow),
      redirectUris: listOf(own.redirects),
      isPublic: isOn.public === true,
      rotatesRefreshTokens: isOn.rotate === true,
      requiresPushedRequests: isOn['require-par'] === true,
      isResourceServer: isOn['resource-server'] === true,
      ownerName: own.owner ?? null,
      keys: own.jwks === undefined ? [] : readKeys(own.jwks),
      requiresDpop: isOn.dpop === true,
      settings: {
        legacy: {
          ...STRICT,
          passwordGrant: grantTypes.includes('password'),
          jsonTokenBody: isOn['json-bodies'] === true,
          tokenInQuery: isOn['token-in-query'] === true,
          looseRedirect: isOn['loose-redirect'] === true,
        },
        deeplinkView: 'full',
        embeddingOrigins: [],
        timeZone: own['time-zone'] === undefined ? null : readZone(own['time-zone']),
      },
    } as const;
    return withGateway(rest, async ({ parts }) => {
      for (const id of [own.agency, ...registration.callflows.flatMap(({ agencyIds }) => agencyIds)]) {
        if (id !== undefined) await readAgency(parts, id);
      }
      const { clientSecret } = await registerClient(parts, { registration, actor: CONSOLE });
      process.stdout.write(`client_id      ${registration.id}\n`);
      const isShown = !registration.isPublic && registration.keys.length === 0;
      if (isShown) process.stdout.write(`client_secret  ${clientSecret.reveal()}\n`);
      return 0;
    });
  },
};

export const setClientTimeZoneCommand: Command = {
  words: ['client', 'set-time-zone'],
  usage: '--id ID --time-zone ZONE|none',
  sentence: "Set the zone of a client's clocks, in which its times without an offset are read; none refuses these",
  async run(args) {
    const { own, rest } = takeOptions(args, ['id', 'time-zone']);
    const clientId = required(own, 'id');
    const zone = required(own, 'time-zone');
    return withGateway(rest, async ({ parts }) => {
      const timeZone = await setTimeZone(parts, {
        clientId,
        timeZone: zone === 'none' ? null : readZone(zone),
        actor: CONSOLE,
      });
      process.stdout.write(`client_id      ${clientId}\ntime_zone      ${timeZone ?? 'none'}\n`);
      return 0;
    });
  },
};

export const addSecretCommand: Command = {
  words: ['client', 'add-secret'],
  usage: '--id ID',
  sentence: 'Give a client a second secret beside the first and print it, once',
  async run(args) {
    const { own, rest } = takeOptions(args, ['id']);
    const id = required(own, 'id');
    return withGateway(rest, async ({ parts }) => {
      const client = await parts.clients.find(id);
      if (client === undefined) throw new UsageError(`no client has the id ${id}`);
      const { clientSecret } = await addClientSecret(parts, { client, actor: CONSOLE });
      process.stdout.write(`client_secret  ${clientSecret.reveal()}\n`);
      return 0;
    });
  },
};

export const replaceKeysCommand: Command = {
  words: ['client', 'set-jwks'],
  usage: '--id ID --jwks FILE',
  sentence: "Put the public keys of a JWK set in the place of a client's; list the old key too to change over in peace",
  async run(args) {
    const { own, rest } = takeOptions(args, ['id', 'jwks']);
    const clientId = required(own, 'id');
    const keys = readKeys(required(own, 'jwks'));
    return withGateway(rest, async ({ parts }) => {
      await replaceClientKeys(parts, { clientId, keys, actor: CONSOLE });
      process.stdout.write(`client_id      ${clientId}\nkeys           ${keys.length}\n`);
      return 0;
    });
  },
};
