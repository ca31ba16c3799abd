import type { SetCookie } from '../../routing/answer.ts';
import { BROWSER_COOKIE, DEVELOPER_COOKIE, SESSION_COOKIE } from '../../routing/browser-credentials.ts';

const BROWSER_SECONDS = 86_400;

export function sessionCookie(value: string, maxAgeSeconds: number): SetCookie {
  return { name: SESSION_COOKIE, value, maxAgeSeconds, isForFrames: false };
}

export function developerCookie(value: string, maxAgeSeconds: number): SetCookie {
  return { name: DEVELOPER_COOKIE, value, maxAgeSeconds, isForFrames: false };
}

/** Outlives the hour of any deeplink it owns. */
export function browserCookie(value: string, isForFrames: boolean): SetCookie {
  return { name: BROWSER_COOKIE, value, maxAgeSeconds: BROWSER_SECONDS, isForFrames };
}
