/** How the holder of a profile proves who it is. */
export const SIGN_INS = ['client', 'browser', 'device', 'password', 'session'] as const;
export type SignIn = (typeof SIGN_INS)[number];

/** What `sallyport login` keeps of one server, beside the tokens. */
export interface Profile {
  /** The URL of a Sallyport server, or the name of a vendor's own host. */
  readonly server: string;
  readonly signIn: SignIn;
  /** Null for a session, which is a person's and of no client. */
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly scope: string | null;
  readonly username: string | null;
  /** The cookie of a portal session and when it ends (milliseconds); null for every other sign-in. */
  readonly session: { readonly cookie: string; readonly endsAt: number } | null;
}

/** There is nothing to show the server; the message says how to sign in. */
export class SignedOutError extends Error {}

/** The profile's server has no such paths, or its sign-in does not open them; the message says what to use. */
export class WrongProfileError extends Error {}
