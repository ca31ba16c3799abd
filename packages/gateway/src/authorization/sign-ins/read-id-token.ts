import { compactVerify, decodeProtectedHeader, errors } from 'jose';
import type { KeyRing } from '../keys/key-ring.ts';

/** Whose sign-in to which client an ID token is of. */
export interface IdTokenSubject {
  readonly userId: string;
  readonly clientId: string;
  /** The sign-in, by the id of its grant. */
  readonly sid: string;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * What an ID token of this server states, also where it has expired (OpenID Connect RP-Initiated Logout 1.0 section 4), or null for
 * everything else: another server's, one whose signature is wrong or whose key is not published any more, and other kinds of tokens.
 */
export async function readIdToken(
  { keys, publicUrl }: { keys: KeyRing; publicUrl: string },
  token: string,
): Promise<IdTokenSubject | null> {
  try {
    const { kid, typ } = decodeProtectedHeader(token);
    const key = keys.find(String(kid));
    if (key === undefined || typ !== 'JWT') return null;
    const { payload } = await compactVerify(token, key.publicKey, { algorithms: [key.algorithm] });
    const { iss, sub, aud, sid } = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    if (iss !== publicUrl || !isText(sub) || !isText(aud) || !isText(sid)) return null;
    return { userId: sub, clientId: aud, sid };
  } catch (err) {
    if (err instanceof errors.JOSEError || err instanceof TypeError) return null;
    throw err;
  }
}
