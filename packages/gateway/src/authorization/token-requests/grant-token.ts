import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import type { PasswordHasher } from '../../people/passwords/password-hasher.ts';
import type { SecurityPolicies } from '../../people/policies/security-policies.ts';
import { type AuthenticationPorts, authenticateSender, type Sender } from '../clients/authenticate-client.ts';
import type { GrantType } from '../clients/grant-types.ts';
import type { Client } from '../clients/types.ts';
import { redeemDeviceCode } from '../devices/redeem-device-code.ts';
import { redeemCode } from '../grants/redeem-code.ts';
import { refreshAccess } from '../grants/refresh-access.ts';
import type { EndSubscriptions } from '../grants/revoke-grant.ts';
import type { AskedScope } from '../grants/sign-for-grant.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { StrangerRecords } from '../refusals/stranger-records.ts';
import { checkProof, type ShownProof } from '../tokens/check-proof.ts';
import { issueClientToken } from '../tokens/issue-client-token.ts';
import { issuePasswordToken } from '../tokens/issue-password-token.ts';
import type { IssuedToken, ProvenKey } from '../tokens/types.ts';

/** What the grants of an agency's consent take besides. */
export interface ConsentGrantPorts extends AuthenticationPorts {
  readonly audit: Audit;
  readonly random: Random;
  readonly keys: KeyRing;
  readonly changes: ChangeFeed;
  readonly endSubscriptions: EndSubscriptions;
}

/** What the grants of both standard token paths take. */
export interface MachineGrantPorts extends AuthenticationPorts {
  readonly audit: Audit;
  readonly random: Random;
  readonly keys: KeyRing;
  readonly strangers: StrangerRecords;
  readonly passwords: PasswordHasher;
  readonly policies: SecurityPolicies;
}

/** What a token request states, by its `grant_type`. */
export interface GrantParameters {
  readonly client_credentials: { readonly scope: string | undefined };
  readonly password: { readonly username: string; readonly password: string; readonly scope: string | undefined };
  readonly authorization_code: AskedScope & {
    readonly code: string;
    readonly codeVerifier: string | undefined;
    readonly redirectUri: string | undefined;
  };
  readonly 'urn:ietf:params:oauth:grant-type:device_code': { readonly deviceCode: string };
  readonly refresh_token: AskedScope & { readonly refreshToken: string };
}

/** Who asks, with a proof of which key, and from where. */
type Asker = { readonly client: Client; readonly origin: Origin } & ProvenKey;
type Grants<Ports, Name extends GrantType> = {
  readonly [Each in Name]: (ports: Ports, asker: Asker, given: GrantParameters[Each]) => Promise<IssuedToken>;
};

/** The grants both standard token paths offer. */
export const MACHINE_GRANTS: Grants<MachineGrantPorts, 'client_credentials' | 'password'> = {
  client_credentials: (ports, asker, given) => issueClientToken(ports, { ...asker, ...given }),
  password: (ports, asker, given) => issuePasswordToken(ports, { ...asker, ...given }),
};

/** The grants of an agency's consent that a browser brought about. */
export const CONSENT_GRANTS: Grants<ConsentGrantPorts, 'authorization_code' | 'refresh_token'> = {
  authorization_code: (ports, asker, given) => redeemCode(ports, { ...asker, ...given }),
  refresh_token: (ports, asker, given) => refreshAccess(ports, { ...asker, ...given }),
};

/** Every grant of the standard token path. */
export const STANDARD_GRANTS: Grants<ConsentGrantPorts & MachineGrantPorts, GrantType> = {
  ...MACHINE_GRANTS,
  authorization_code: CONSENT_GRANTS.authorization_code,
  'urn:ietf:params:oauth:grant-type:device_code': (ports, asker, given) =>
    redeemDeviceCode(ports, { ...asker, ...given }),
  refresh_token: CONSENT_GRANTS.refresh_token,
};

/** A token request as its path read it. */
export interface TokenRequest<Ports, Name extends GrantType> extends Sender {
  readonly grants: Grants<Ports, Name>;
  readonly grantType: string;
  /** What it states, read once the client is known: a stranger learns nothing about the rest of a request. */
  readonly read: { readonly [Each in Name]: () => GrantParameters[Each] };
  /** What was shown of a key; missing where the path takes no proofs. */
  readonly proof?: ShownProof;
}

/**
 * Answers a token request (RFC 6749 section 4): authenticates the client, checks its proof of a key if it sends one (RFC 9449
 * section 5), then applies the grant's own rules. Refuses a grant that the path does not offer (`unsupported_grant_type`).
 */
export async function grantToken<Ports extends AuthenticationPorts, Name extends GrantType>(
  ports: Ports,
  asked: TokenRequest<Ports, Name>,
): Promise<IssuedToken> {
  const { grants, read, grantType, proof, origin } = asked;
  const client = await authenticateSender(ports, asked);
  const names = Object.keys(grants) as Name[];
  const name = names.find((each) => each === grantType);
  if (name === undefined) {
    throw refuse.unsupportedGrantType({ description: `grant_type must be one of: ${names.join(', ')}` });
  }
  const isProven = proof?.header !== undefined;
  const keyThumbprint = isProven ? await checkProof(ports, proof, refuse.invalidDpopProof) : undefined;
  return grants[name](ports, { client, keyThumbprint, origin }, read[name]());
}
