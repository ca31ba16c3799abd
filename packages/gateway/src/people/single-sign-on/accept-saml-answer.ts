import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { cutText } from '../../kernel/text.ts';
import { keepAnswer, requestIdOf, spendAssertion } from '../external-sign-ins/store.ts';
import { checkAssertion } from '../saml/check-assertion.ts';
import { checkDocument } from '../saml/check-document.ts';
import { readAttributes } from '../saml/read-attributes.ts';
import { metadataOf, verifiedAssertion } from '../saml/service-provider.ts';
import { redirectUriOf } from './begin-sign-in.ts';
import { consumerUrlOf, serviceProviderOf } from './saml-addresses.ts';
import { samlIdentity } from './saml-identity.ts';
import { findProvider } from './store.ts';
import type { IdentityProvider, SamlSettings } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl: string;
}

interface Answer {
  readonly providerId: string;
  readonly samlResponse: string;
  readonly relayState: string;
}

const ANEW = 'The sign-in is over or was not begun here; open Sallyport and sign in from there';

async function samlProvider(
  { database }: Pick<Ports, 'database'>,
  id: string,
): Promise<IdentityProvider & { saml: SamlSettings }> {
  const provider = await findProvider(database.read, id);
  if (provider === undefined || provider.saml === null || provider.disabledAt !== null) {
    throw refuse.notFound({ description: 'There is no such identity provider that speaks SAML' });
  }
  return { ...provider, saml: provider.saml };
}

/** What the provider reads to know Sallyport, as XML. Refuses one that is unknown, disabled or no SAML provider with `not_found`. */
export async function samlMetadata(
  ports: { database: Database; publicUrl: string },
  providerId: string,
): Promise<string> {
  const { id, clientId } = await samlProvider(ports, providerId);
  return metadataOf({ entityId: clientId, consumerUrl: consumerUrlOf(ports.publicUrl, id) }, id);
}

/**
 * Keeps whom the posted answer proves for the browser that began the sign-in, and returns where that browser is sent for it: the post
 * comes from another site, without its cookies. Of several answers to one request, and of several with one assertion, one is
 * kept, in one transaction. Refuses with `invalid_request` one that answers no request that is under way here (what a provider starts by
 * itself, too), with `invalid_credentials` one that is not the provider's own for it, or that was taken before.
 */
export async function acceptSamlAnswer(ports: Ports, answer: Answer): Promise<string> {
  const { database, clock, publicUrl } = ports;
  const provider = await samlProvider(ports, answer.providerId);
  const key = { providerId: provider.id, stateHash: hashSecret(answer.relayState), now: clock.now() };
  const requestId = await requestIdOf(database.read, key);
  if (requestId === undefined) throw refuse.invalidRequest({ description: ANEW, logDetail: 'no request under way' });
  const { facts, identity } = await readAnswer(ports, provider, { ...answer, requestId });
  await database.write(async (tx) => {
    const assertion = { providerId: provider.id, assertionId: facts.assertionId, expiresAt: facts.endsAt };
    if (!(await spendAssertion(tx.query, assertion))) throw notConfirmed(provider.id, 'an assertion for a second time');
    if (!(await keepAnswer(tx.query, key, identity))) {
      throw refuse.invalidRequest({ description: ANEW, logDetail: 'a second answer' });
    }
  });
  return `${redirectUriOf(publicUrl)}?${new URLSearchParams({ state: answer.relayState })}`;
}

async function readAnswer(
  { clock, publicUrl }: Ports,
  provider: IdentityProvider & { saml: SamlSettings },
  { samlResponse, requestId }: Answer & { requestId: string },
) {
  const self = serviceProviderOf(provider, provider.saml, publicUrl);
  try {
    const assertion = await verifiedAssertion(self, checkDocument(samlResponse));
    const { issuer } = provider;
    const facts = checkAssertion(assertion, { issuer, recipient: self.consumerUrl, requestId, now: clock.now() });
    return { facts, identity: samlIdentity(provider, provider.saml, { facts, attributes: readAttributes(assertion) }) };
  } catch (err) {
    // The library's words may repeat what was sent.
    throw notConfirmed(provider.id, cutText((err as Error).message, 200), err);
  }
}

function notConfirmed(providerId: string, reason: string, cause?: unknown) {
  return refuse.invalidCredentials({
    description: 'The identity provider did not confirm the sign-in',
    logDetail: `identity provider ${providerId}: ${reason}`,
    cause,
  });
}
