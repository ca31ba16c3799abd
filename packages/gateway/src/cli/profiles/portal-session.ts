import { type Auth, noAuth, retrying, Sallyport, tokens } from '@sallyport/client';
import type { Session } from '@sallyport/contract';
import { SignedOutError } from './profile.ts';

const COOKIE = /(?:^|,\s*)(sallyport_session=[^;,\s]+)/;

/** Signs a person in at the portal, as a browser does; the cookie is a secret. Refuses with SallyportError. */
export async function signInToPortal(
  baseUrl: string,
  person: { readonly email: string; readonly password: string },
  deadlineMs: number,
): Promise<{ session: Session; cookie: string }> {
  let cookie = '';
  const onAnswer = (headers: Headers) => {
    cookie = COOKIE.exec(headers.get('set-cookie') ?? '')?.[1] ?? '';
  };
  const session = await new Sallyport({
    baseUrl,
    auth: noAuth,
    onAnswer,
    resend: retrying({ deadlineMs }),
  }).session.signIn(person);
  return { session, cookie };
}

/** Sends the cookie of a portal session. A session that the server has ended is refused with `SignedOutError`. */
export function sessionAuth(cookie: string, isOver: () => boolean): Auth {
  let isRefused = false;
  return tokens({
    async headers() {
      if (isRefused || isOver()) throw new SignedOutError('The session has ended; sign in again: sallyport login');
      return { cookie };
    },
    refused() {
      isRefused = true;
    },
    answered() {},
  });
}
