import type { Origin } from '../../kernel/origin.ts';
import { refreshAccess } from '../grants/refresh-access.ts';
import type { AccessParts } from '../parts.ts';
import type { IssuedToken } from '../tokens/types.ts';
import { personalClient } from './personal-client.ts';

/**
 * A new access token for a personal refresh token, which stays as it is. The token alone is the proof; an application's
 * refresh token is not taken here. Refuses as `refreshAccess` does, each address by its own allowance.
 */
export async function renewPersonalToken(
  parts: AccessParts,
  request: { refreshToken: string; origin: Origin },
): Promise<IssuedToken> {
  return refreshAccess(parts, { ...request, client: await personalClient(parts) });
}
