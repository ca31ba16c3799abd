import type { Principal } from '../../authorization/principals/principal.ts';
import type { Maker } from '../../delivery/webhooks/subscription/types.ts';

/**
 * For whom a token manages subscriptions beside its client: under a grant for that grant, which is an administrator's consent,
 * otherwise for the person whose token it is. Neither where the client, or an administrator in the portal, acts.
 */
export function makerOf({ via, user, grantId }: Principal): Maker {
  if (via !== 'user_token') return {};
  if (grantId !== undefined) return { grantId };
  return user === null ? {} : { userId: user.id, userGeneration: user.tokenGeneration };
}
