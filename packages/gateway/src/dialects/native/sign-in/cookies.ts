import type { SetCookie } from '../../routing/answer.ts';
import {
  BROWSER_COOKIE,
  DEVELOPER_COOKIE,
  POSITION_COOKIE,
  SESSION_COOKIE,
} from '../../routing/browser-credentials.ts';

const BROWSER_SECONDS = 86_400;

/** The cookie of a session that is over opens nothing; by it the browser learns why. */
const AFTER_SESSION_SECONDS = 86_400;

/** The cookie of a session that lasts so long; an empty value removes it. */
export function sessionCookie(value: string, sessionSeconds: number): SetCookie {
  const maxAgeSeconds = value === '' ? 0 : sessionSeconds + AFTER_SESSION_SECONDS;
  return { name: SESSION_COOKIE, value, maxAgeSeconds, isForFrames: false };
}

export function developerCookie(value: string, maxAgeSeconds: number): SetCookie {
  return { name: DEVELOPER_COOKIE, value, maxAgeSeconds, isForFrames: false };
}

/** As long as browsers keep any cookie (RFC 6265bis section 5.5). */
const POSITION_SECONDS = 400 * 86_400;

export function positionCookie(value: string): SetCookie {
  return { name: POSITION_COOKIE, value, maxAgeSeconds: POSITION_SECONDS, isForFrames: false };
}

/** Outlives the hour of any deeplink it owns. */
export function browserCookie(value: string, isForFrames: boolean): SetCookie {
  return { name: BROWSER_COOKIE, value, maxAgeSeconds: BROWSER_SECONDS, isForFrames };
}
