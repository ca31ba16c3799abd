import { randomText } from './encoding.ts';
import { importPrivateKey, signJwt } from './sign-jwt.ts';

/** Who asks for tokens, and how it proves that. */
export interface ClientIdentity {
  readonly clientId: string;
  /** Left out by public clients, and by those that sign. */
  readonly clientSecret?: string | undefined;
  /** Where the secret is sent; `body` is what every vendor takes. */
  readonly secretIn?: 'basic' | 'body' | undefined;
  /** Signs an assertion in place of a secret (`private_key_jwt`, RFC 7523 section 2.2). */
  readonly privateKey?: CryptoKey | JsonWebKey | undefined;
  /** The `kid` of that key. */
  readonly keyId?: string | undefined;
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ASSERTION_SECONDS = 60;

/** What one token request carries to prove its client: members of the body, and headers. `at` is by the server's clock. */
export async function proveClient(
  identity: ClientIdentity,
  context: { readonly audience: string; readonly at: number },
): Promise<{ form: Record<string, string>; headers: Record<string, string> }> {
  const { clientId, clientSecret, secretIn = 'body', privateKey, keyId } = identity;
  if (privateKey !== undefined) {
    const key = 'algorithm' in privateKey ? (privateKey as CryptoKey) : await importPrivateKey(privateKey);
    const iat = Math.floor(context.at / 1000);
    const claims = { iss: clientId, sub: clientId, aud: context.audience, jti: randomText(16), iat };
    const assertion = await signJwt(
      key,
      { typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) },
      { ...claims, exp: iat + ASSERTION_SECONDS },
    );
    return {
      form: { client_id: clientId, client_assertion_type: ASSERTION_TYPE, client_assertion: assertion },
      headers: {},
    };
  }
  if (clientSecret === undefined) return { form: { client_id: clientId }, headers: {} };
  if (secretIn === 'body') return { form: { client_id: clientId, client_secret: clientSecret }, headers: {} };
  return { form: {}, headers: { authorization: basicCredentials(clientId, clientSecret) } };
}

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
export function basicCredentials(clientId: string, clientSecret: string): string {
  return `Basic ${btoa(`${formEncode(clientId)}:${formEncode(clientSecret)}`)}`;
}

function formEncode(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}
