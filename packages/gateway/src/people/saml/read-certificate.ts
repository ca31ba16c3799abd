import { X509Certificate } from 'node:crypto';
import { refuse } from '../../kernel/errors.ts';

const FEWEST_BITS = 2_048;

/**
 * A certificate in PEM, of one in PEM or in base64 alone, as metadata have it. Refuses with `invalid_request` what is none, and keys
 * other than RSA of 2,048 bits or more. Its dates are not read: an identity provider's certificate is the key that was agreed on.
 */
export function readCertificate(text: string): string {
  const base64 = text.replaceAll(/-----(?:BEGIN|END) CERTIFICATE-----|\s/g, '');
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'));
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= FEWEST_BITS) {
      return certificate.toString();
    }
  } catch {
    // Refused below, without what was sent: it may be a private key.
  }
  throw refuse.invalidRequest({
    description: `\`saml.certificates\` must hold X.509 certificates in PEM or base64, with RSA keys of ${FEWEST_BITS} bits or more`,
  });
}
