import {
  AuthorizationCodeRequest,
  ClientCredentialsRequest,
  DeviceCodeRequest,
  PasswordRequest,
  RefreshTokenRequest,
} from '@sallyport/contract';
import { type Static, type TObject, type TSchema, Type } from 'typebox';
import type { Audit } from '../../audit/append-record.ts';
import type { GrantType } from '../../authorization/clients/grant-types.ts';
import type { Client } from '../../authorization/clients/types.ts';
import { redeemDeviceCode } from '../../authorization/devices/redeem-device-code.ts';
import { redeemCode } from '../../authorization/grants/redeem-code.ts';
import { refreshAccess } from '../../authorization/grants/refresh-access.ts';
import type { EndSubscriptions } from '../../authorization/grants/revoke-grant.ts';
import type { KeyRing } from '../../authorization/keys/key-ring.ts';
import type { StrangerRecords } from '../../authorization/refusals/stranger-records.ts';
import { issueClientToken } from '../../authorization/tokens/issue-client-token.ts';
import { issuePasswordToken } from '../../authorization/tokens/issue-password-token.ts';
import type { IssuedToken, ProvenKey } from '../../authorization/tokens/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import type { PasswordHasher } from '../../people/passwords/password-hasher.ts';
import { type AuthenticationPorts, authenticate } from '../requests/client-credentials.ts';
import { type ParameterRefusals, readParameters } from '../requests/read-parameters.ts';
import type { ParameterBody, RouteRequest } from '../routing/route.ts';
import { proofKeyOf } from './proof-key.ts';

/** Who asks, and with a proof of which key. */
type Asker = { readonly client: Client } & ProvenKey;

/** What the grants of both token paths take. */
export interface MachineGrantPorts extends AuthenticationPorts {
  readonly audit: Audit;
  readonly random: Random;
  readonly strangers: StrangerRecords;
  readonly keys: KeyRing;
  readonly passwords: PasswordHasher;
}

/** What every grant of the standard token path takes. */
export interface StandardGrantPorts extends MachineGrantPorts {
  readonly changes: ChangeFeed;
  readonly endSubscriptions: EndSubscriptions;
}

/** One grant: the form it takes, and who gets a token for it. */
export interface Grant<Ports> {
  readonly form: TObject;
  readonly issue: (ports: Ports, request: RouteRequest, asker: Asker) => Promise<IssuedToken>;
}

function grantOf<Form extends TObject, Ports>(
  form: Form,
  issue: (ports: Ports, parameters: Static<Form>, asker: Asker & { origin: Origin }) => Promise<IssuedToken>,
  refusals: ParameterRefusals = {},
): Grant<Ports> {
  return {
    form,
    issue: (ports, { body, origin }, asker) => issue(ports, readParameters(form, body, refusals), { ...asker, origin }),
  };
}

/** The grants both token paths offer, by their `grant_type`. */
export const MACHINE_GRANTS: Readonly<Record<'client_credentials' | 'password', Grant<MachineGrantPorts>>> = {
  client_credentials: grantOf(ClientCredentialsRequest, (ports: MachineGrantPorts, { scope }, asker) =>
    issueClientToken(ports, { ...asker, scope }),
  ),

  password: grantOf(
    PasswordRequest,
    (ports: MachineGrantPorts, { username, password, scope }, asker) =>
      issuePasswordToken(ports, { ...asker, username, password, scope }),
    {
      missing: 'The password grant needs username and password',
      tooLong: 'username must have at most 254 characters and password at most 1024',
    },
  ),
};

/** Every grant of the standard token path: those above, and the three of an agency's consent. */
export const STANDARD_GRANTS: Readonly<Record<GrantType, Grant<StandardGrantPorts>>> = {
  ...MACHINE_GRANTS,

  authorization_code: grantOf(AuthorizationCodeRequest, (ports: StandardGrantPorts, parameters, asker) => {
    const { code, code_verifier: codeVerifier, redirect_uri: redirectUri } = parameters;
    return redeemCode(ports, { ...asker, code, codeVerifier, redirectUri });
  }),

  'urn:ietf:params:oauth:grant-type:device_code': grantOf(
    DeviceCodeRequest,
    (ports: StandardGrantPorts, { device_code: deviceCode }, asker) =>
      redeemDeviceCode(ports, { ...asker, deviceCode }),
  ),

  refresh_token: grantOf(RefreshTokenRequest, (ports: StandardGrantPorts, parameters, asker) => {
    const { refresh_token: refreshToken, scope } = parameters;
    return refreshAccess(ports, { ...asker, refreshToken, scope });
  }),
};

/** What a token path takes: the form of one of its grants. */
export function tokenRequestOf<Ports>(grants: Readonly<Record<string, Grant<Ports>>>): TSchema {
  return Type.Union(Object.values(grants).map(({ form }) => form));
}

/** Answers a token request of either path (RFC 6749 section 4): authenticate the client, check its proof of a key if it sends one, then the grant's own rules. */
export async function grantToken<Ports extends AuthenticationPorts>(
  ports: Ports,
  request: RouteRequest,
  grants: Readonly<Record<string, Grant<Ports>>>,
): Promise<IssuedToken> {
  const body = request.body as ParameterBody;
  const grantType = body.values.get('grant_type');
  if (grantType === undefined) throw refuse.invalidRequest({ description: 'grant_type is missing' });
  const client = await authenticate(ports, request);
  const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined;
  if (grant === undefined) {
    throw refuse.unsupportedGrantType({ description: `grant_type must be one of: ${Object.keys(grants).join(', ')}` });
  }
  return grant.issue(ports, request, { client, keyThumbprint: await proofKeyOf(ports, request) });
}
