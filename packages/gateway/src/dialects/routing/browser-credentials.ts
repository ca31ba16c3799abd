/** The portal session of a person who signed in by hand. */
export const SESSION_COOKIE = 'sallyport_session';
/** The session of a developer; a browser may hold it beside a portal session, and neither is taken for the other. */
export const DEVELOPER_COOKIE = 'sallyport_developer';
/** A sign-in at an identity provider that is under way in this browser. */
export const EXTERNAL_SIGN_IN_COOKIE = 'sallyport_external_sign_in';
/** Names a browser, so that the first one that redeems a deeplink owns it. */
export const BROWSER_COOKIE = 'sallyport_browser';
/** The credential of a browser that is a dispatch position. */
export const POSITION_COOKIE = 'sallyport_position';
/** Which open deeplink a page of the portal speaks for. */
export const DEEPLINK_HEADER = 'x-sallyport-deeplink';

/** What a browser shows of the session that its person opened by hand. */
export const sessionCredentialsOf = (cookies: Readonly<Record<string, string | undefined>>) => ({
  token: cookies[SESSION_COOKIE],
  positionToken: cookies[POSITION_COOKIE],
});

const BROWSER_TOKEN = /^[\w-]{43}$/;

/** The token this browser was given, or null where it has none, or one that was never given to anybody. */
export function browserTokenOf(cookies: Readonly<Record<string, string | undefined>>): string | null {
  const token = cookies[BROWSER_COOKIE] ?? '';
  return BROWSER_TOKEN.test(token) ? token : null;
}
