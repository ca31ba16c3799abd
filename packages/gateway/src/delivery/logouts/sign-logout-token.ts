import type { KeyRing } from '../../authorization/keys/key-ring.ts';
import { signJwt } from '../../authorization/tokens/sign-jwt.ts';
import type { Clock } from '../../kernel/clock.ts';
import { newUuid, type Random } from '../../kernel/random.ts';

/** OpenID Connect Back-Channel Logout 1.0 section 2.4 recommends at most two minutes. */
const LOGOUT_TOKEN_TTL_SECONDS = 120;
export const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/**
 * A logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4) with `sub` and `sid`, good for two minutes. Each has a `jti` of its
 * own, so that one which is sent again is not taken for a replay. Not stored; nothing is written here.
 */
export function signLogoutToken(
  { keys, clock, random, publicUrl }: { keys: KeyRing; clock: Clock; random: Random; publicUrl: string },
  { userId, clientId, sid }: { userId: string; clientId: string; sid: string },
): string {
  const iat = Math.floor(clock.now() / 1000);
  return signJwt(keys.current(), 'logout+jwt', {
    iss: publicUrl,
    sub: userId,
    aud: clientId,
    iat,
    exp: iat + LOGOUT_TOKEN_TTL_SECONDS,
    jti: newUuid(clock, random),
    events: { [LOGOUT_EVENT]: {} },
    sid,
  });
}
