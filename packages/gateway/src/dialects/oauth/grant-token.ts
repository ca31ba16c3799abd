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
import type { Random } from '../../kernel/random.ts';
import type { PasswordHasher } from '../../people/passwords/password-hasher.ts';
import { type AuthenticationPorts, authenticate } from '../requests/client-credentials.ts';
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

type Grant<Ports> = (ports: Ports, request: RouteRequest, asker: Asker, body: ParameterBody) => Promise<IssuedToken>;

/** The grants both token paths offer, by their `grant_type`. */
export const MACHINE_GRANTS: Readonly<Record<'client_credentials' | 'password', Grant<MachineGrantPorts>>> = {
  client_credentials: (ports, { origin }, asker, body) =>
    issueClientToken(ports, { ...asker, scope: body.values.get('scope'), origin }),

  password: (ports, { origin }, asker, body) => {
    const username = body.values.get('username');
    const password = body.values.get('password');
    if (username === undefined || password === undefined) {
      throw refuse.invalidRequest({ description: 'The password grant needs username and password' });
    }
    if (username.length > 254 || password.length > 1024) {
      throw refuse.invalidRequest({
        description: 'username must have at most 254 characters and password at most 1024',
      });
    }
    return issuePasswordToken(ports, { ...asker, username, password, scope: body.values.get('scope'), origin });
  },
};

/** Every grant of the standard token path: those above, and the three of an agency's consent. */
export const STANDARD_GRANTS: Readonly<Record<GrantType, Grant<StandardGrantPorts>>> = {
  ...MACHINE_GRANTS,

  authorization_code: (ports, { origin }, asker, body) => {
    const code = body.values.get('code');
    if (code === undefined) throw refuse.invalidRequest({ description: 'code is missing' });
    const codeVerifier = body.values.get('code_verifier');
    return redeemCode(ports, { ...asker, code, codeVerifier, redirectUri: body.values.get('redirect_uri'), origin });
  },

  'urn:ietf:params:oauth:grant-type:device_code': (ports, { origin }, asker, body) => {
    const deviceCode = body.values.get('device_code');
    if (deviceCode === undefined) throw refuse.invalidRequest({ description: 'device_code is missing' });
    return redeemDeviceCode(ports, { ...asker, deviceCode, origin });
  },

  refresh_token: (ports, { origin }, asker, body) => {
    const refreshToken = body.values.get('refresh_token');
    if (refreshToken === undefined) throw refuse.invalidRequest({ description: 'refresh_token is missing' });
    return refreshAccess(ports, { ...asker, refreshToken, scope: body.values.get('scope'), origin });
  },
};

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
  return grant(ports, request, { client, keyThumbprint: await proofKeyOf(ports, request) }, body);
}
