import type { SetCookie } from '../../route.ts';

/** The portal session of a person who signed in by hand. */
export const SESSION_COOKIE = 'sallyport_session';
/** The session of a developer; a browser may hold it beside a portal session, and neither is taken for the other. */
export const DEVELOPER_COOKIE = 'sallyport_developer';
/** Names a browser, so that the first one that redeems a deeplink owns it. */
export const BROWSER_COOKIE = 'sallyport_browser';
/** Which open deeplink a page of the portal speaks for. */
export const DEEPLINK_HEADER = 'x-sallyport-deeplink';

const BROWSER_TOKEN = /^[\w-]{43}$/;

/** The token this browser was given, or null where it has none, or one that was never given to anybody. */
export function browserTokenOf(cookies: Readonly<Record<string, string | undefined>>): string | null {
  const token = cookies[BROWSER_COOKIE] ?? '';
  return BROWSER_TOKEN.test(token) ? token : null;
}

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
