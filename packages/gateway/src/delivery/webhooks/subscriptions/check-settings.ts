import { isIP } from 'node:net';
import { refuse } from '../../../kernel/errors.ts';
import { credentialPurpose, type Seal } from '../../../kernel/seal.ts';
import { type AddressRules, checkEndpointUrl } from '../addresses/address-rules.ts';
import type { ResolveHost } from '../addresses/host-resolver.ts';
import type { WebhookEncoders } from '../encoders/types.ts';
import type { Authentication, GivenAuthentication } from '../subscription/types.ts';

/** What an endpoint is checked with. */
export interface EndpointPorts {
  readonly addressRules: AddressRules;
  readonly resolveHost: ResolveHost;
}

const LOOKED_UP_WITHIN_MS = 3_000;

/**
 * The URL of an endpoint in its normal form, looked up once so that its owner learns of a private address now and not in
 * the delivery log. A name that cannot be looked up now is taken: every connection is checked again. Refuses with
 * `invalid_request`; `what` names the field.
 */
export async function checkEndpoint(
  { addressRules, resolveHost }: EndpointPorts,
  given: string,
  what: string,
): Promise<string> {
  const url = checkEndpointUrl(given, addressRules, what);
  const hostname = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const asked = { owner: hostname, signal: AbortSignal.timeout(LOOKED_UP_WITHIN_MS) };
  const addresses = isIP(hostname) === 0 ? await resolveHost(hostname, asked).catch(() => []) : [hostname];
  if (!addresses.every((address) => addressRules.allows(address))) {
    throw refuse.invalidRequest({
      description: `${what} leads to a private address, which this server does not reach`,
    });
  }
  return url;
}

/** The names a subscription asks for, each once. Refuses a dialect that is not there and a name it does not have. */
export function checkEventTypes(
  encoders: WebhookEncoders,
  dialect: string,
  given: readonly string[],
): readonly string[] {
  const known = encoders[dialect]?.names ?? [];
  if (known.length === 0) {
    const dialects = Object.keys(encoders).join(', ');
    throw refuse.invalidRequest({ description: `dialect must be one of: ${dialects}` });
  }
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length > 0 || given.length === 0) {
    throw refuse.invalidRequest({ description: `event_types must be one or more of: ${known.join(', ')}` });
  }
  return [...new Set(given)];
}

/** The authentication with its secret sealed for that subscription. Refuses a token that no header can carry. */
export async function sealAuthentication(
  ports: EndpointPorts & { readonly webhookSeal: Seal },
  subscriptionId: number,
  given: GivenAuthentication,
): Promise<Authentication> {
  const purpose = credentialPurpose(subscriptionId);
  switch (given.kind) {
    case 'none':
      return given;
    case 'bearer':
      if (!/^[\x21-\x7e]+$/.test(given.token)) {
        throw refuse.invalidRequest({
          description: 'authentication.token must have printable ASCII alone, without blanks',
        });
      }
      return { kind: 'bearer', sealed: ports.webhookSeal.seal(given.token, purpose) };
    case 'client_credentials': {
      const tokenUrl = await checkEndpoint(ports, given.tokenUrl, 'authentication.token_url');
      const { clientId, scope, audience = null, isSecretInBody = false } = given;
      const sealed = ports.webhookSeal.seal(given.clientSecret, purpose);
      return { kind: 'client_credentials', tokenUrl, clientId, scope, audience, isSecretInBody, sealed };
    }
  }
}
