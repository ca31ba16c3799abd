import { isIP } from 'node:net';
import { refuse } from '../../kernel/errors.ts';

/** What a passkey is bound to: browsers give it to no page of another origin (WebAuthn section 5.1.2). */
export interface RelyingParty {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
}

/**
 * Sallyport as browsers know it, by the public URL. Refuses with `not_configured` a public URL that is an address: browsers take no
 * passkey for one.
 */
export function relyingPartyOf(publicUrl: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) {
    throw refuse.notConfigured({
      description:
        'Passkeys need a public URL with a host name; an operator sets one with --public-url, as http://localhost:8911 on one machine',
    });
  }
  return { id: hostname, name: 'Sallyport', origin };
}
