import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Server } from '../process/start-server.ts';

/** Throws unless the token is an ES256 JWT with an identifier and an end: the work that is being compared. */
export function requireEs256Token(server: Server, token: string): void {
  const { alg } = decodeProtectedHeader(token);
  const { jti, exp } = decodeJwt(token);
  if (alg !== 'ES256' || !jti || !exp) throw new Error(`${server.name} issued another kind of token: ${token}`);
}
