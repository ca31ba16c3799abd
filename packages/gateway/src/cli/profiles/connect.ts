import { createTokens, type Grant, retrying, Sallyport, signedIn, type TokenSource, tokens } from '@sallyport/client';
import { fileStore } from '@sallyport/client/node';
import { PreparedClient } from '@sallyport/client/prepared';
import { RapidsosClient } from '@sallyport/client/rapidsos';
import { sessionAuth } from './portal-session.ts';
import { type Profile, SignedOutError, WrongProfileError } from './profile.ts';
import { tokenPath } from './profile-folder.ts';
import { type Addresses, addressesOf } from './servers.ts';

/** Under which the token stands in the profile's own file. */
export const TOKEN_KEY = 'token';

/** A profile, connected: each part refuses where its server or its sign-in has no use for it. */
export interface Connection {
  readonly profile: Profile;
  readonly addresses: Addresses;
  /** Null for a session. */
  readonly tokens: TokenSource | null;
  rapidsos(): RapidsosClient;
  prepared(): PreparedClient;
  native(): Sallyport;
}

function addressesOfProfile({ server }: Profile): Addresses {
  const found = addressesOf(server);
  if (found === undefined) throw new SignedOutError(`The profile names ${server}, which is no server; sign in again`);
  return found;
}

/** A token is renewed by what the profile keeps; where a person has to sign in again, that is what is said. */
function grantOf({ signIn }: Profile): Grant | undefined {
  if (signIn === 'client') return undefined;
  return signedIn(() => {
    throw new SignedOutError('The token has ended; sign in again: sallyport login');
  });
}

/** The profile's token source over its own file, which every process of this user shares. */
function tokensOf(
  name: string,
  { profile, addresses, deadlineMs }: { profile: Profile; addresses: Addresses; deadlineMs: number },
): TokenSource {
  const { clientId, clientSecret, scope } = profile;
  return createTokens({
    server: addresses.tokens,
    clientId: clientId ?? '',
    clientSecret: clientSecret ?? undefined,
    scope: scope ?? undefined,
    grant: grantOf(profile),
    store: fileStore(tokenPath(name)),
    storeKey: TOKEN_KEY,
    tokenRetry: { deadlineMs },
  });
}

/** What a profile opens. */
export function connectProfile(name: string, profile: Profile, deadlineMs: number): Connection {
  const addresses = addressesOfProfile(profile);
  const { session } = profile;
  const source = session === null ? tokensOf(name, { profile, addresses, deadlineMs }) : null;
  const byToken = () => {
    if (source !== null) return source;
    throw new WrongProfileError('This needs a client: sign in --with client, browser, device or password');
  };
  return {
    profile,
    addresses,
    tokens: source,
    rapidsos() {
      const server = addresses.rapidsos;
      if (server === null)
        throw new WrongProfileError(`${profile.server} has no alerts; use a RapidSOS or Sallyport profile`);
      return new RapidsosClient({ server, tokens: byToken(), retry: { deadlineMs } });
    },
    prepared() {
      const server = addresses.prepared;
      if (server === null)
        throw new WrongProfileError(`${profile.server} has no incident events; use a Prepared or Sallyport profile`);
      return new PreparedClient({ server, tokens: byToken(), retry: { deadlineMs } });
    },
    native() {
      const baseUrl = addresses.native;
      if (baseUrl === null) throw new WrongProfileError(`${profile.server} is no Sallyport server, which this needs`);
      const auth =
        session === null ? tokens(byToken()) : sessionAuth(session.cookie, () => Date.now() >= session.endsAt);
      return new Sallyport({ baseUrl, auth, resend: retrying({ deadlineMs }) });
    },
  };
}
