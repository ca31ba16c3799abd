import { clientCredentials, createTokens, deviceCode, type Grant, memoryStore, password } from '@sallyport/client';
import { browserSignIn, fileStore, openInBrowser } from '@sallyport/client/node';
import { type Call, defineCommand, flag, neededChoice, UsageError, value } from './command.ts';
import { connectProfile, TOKEN_KEY } from './profiles/connect.ts';
import { signInToPortal } from './profiles/portal-session.ts';
import { type Profile, SIGN_INS, type SignIn } from './profiles/profile.ts';
import { readProfile, removeProfile, saveProfile, tokenPath } from './profiles/profile-folder.ts';
import { type Addresses, addressesOf, VENDORS } from './profiles/servers.ts';
import { deadlineOf, operandOf, PROFILED, profileNameOf } from './with-profile.ts';

const SERVER = { name: 'SERVER', sentence: `The URL of a Sallyport server, or ${VENDORS.join(', ')}` };
const EXPLAINED =
  'client (credentials), browser, device, password (of a person, by a client) or session (of a person, to administer)';

/** A secret, which stands in the environment alone: arguments are seen by every process of the machine. */
function fromEnvironment(variable: string, purpose: string): string {
  const secret = process.env[variable];
  if (secret === undefined || secret === '') throw new UsageError(`${variable} must have ${purpose}`);
  return secret;
}

/** The redirect URI's parts, as the loopback listener takes them; its port is chosen where it has none. */
function loopbackOf(uri: string): { host: '127.0.0.1' | 'localhost'; port: number; path: string } {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  const host = url?.hostname;
  if (url === null || url.protocol !== 'http:' || (host !== '127.0.0.1' && host !== 'localhost')) {
    throw new UsageError(
      '--redirect-uri must be http://127.0.0.1 or http://localhost, with a port and a path if need be',
    );
  }
  return { host, port: Number(url.port), path: url.pathname };
}

interface Asked {
  readonly how: SignIn;
  readonly scope: string | undefined;
  readonly username: string | undefined;
  readonly redirectUri: string;
  readonly isPrinted: boolean;
  readonly deadlineMs: number;
}

function usernameOf({ username, how }: Asked): string {
  if (username === undefined) throw new UsageError(`--username is missing, which --with ${how} needs`);
  return username;
}

function grantFor(asked: Asked, { note, isQuiet }: Pick<Call, 'note' | 'isQuiet'>): Grant {
  const { how, scope, redirectUri, isPrinted } = asked;
  switch (how) {
    case 'browser': {
      const open = async (url: string) => {
        note(`Sign in at ${url}`);
        // Without a browser here the URL above is what there is.
        if (!isPrinted) await openInBrowser(url).catch(() => {});
      };
      return browserSignIn({ scope, open, ...loopbackOf(redirectUri) });
    }
    case 'device':
      if (isQuiet) throw new UsageError('--with device prints a code to type: leave --quiet out');
      return deviceCode({
        scope,
        show: ({ userCode, verificationUri }) => note(`Open ${verificationUri} and type ${userCode}`),
      });
    case 'password': {
      const username = usernameOf(asked);
      return password({
        username,
        password: fromEnvironment('SALLYPORT_PASSWORD', `the password of ${username}`),
        scope,
      });
    }
    default:
      return clientCredentials({ scope });
  }
}

async function signInClient(
  call: Call,
  {
    name,
    server,
    addresses,
    clientId,
    asked,
  }: { name: string; server: string; addresses: Addresses; clientId: string; asked: Asked },
): Promise<Profile> {
  const given = process.env['SALLYPORT_CLIENT_SECRET'];
  const clientSecret =
    asked.how === 'client' ? fromEnvironment('SALLYPORT_CLIENT_SECRET', "the client's secret") : given;
  const store = memoryStore();
  const grant = grantFor(asked, call);
  // Into memory first: a sign-in that is refused leaves the profile as it was.
  await createTokens({
    ...{
      server: addresses.tokens,
      clientId,
      clientSecret: clientSecret || undefined,
      grant,
      store,
      storeKey: TOKEN_KEY,
      tokenRetry: { deadlineMs: asked.deadlineMs },
    },
  }).token();
  const file = fileStore(tokenPath(name));
  const token = await store.read(TOKEN_KEY);
  await file.exclusively(TOKEN_KEY, () => file.write(TOKEN_KEY, token));
  const { how, scope, username } = asked;
  return {
    ...{ server, signIn: how, clientId, clientSecret: clientSecret || null, scope: scope ?? null },
    ...{ username: username ?? null, session: null },
  };
}

async function signInPerson(server: string, addresses: Addresses, asked: Asked): Promise<Profile> {
  if (addresses.native === null)
    throw new UsageError('--with session is for Sallyport servers; SERVER must be its URL');
  const email = usernameOf(asked);
  const secret = fromEnvironment('SALLYPORT_PASSWORD', `the password of ${email}`);
  const { session, cookie } = await signInToPortal(addresses.native, { email, password: secret }, asked.deadlineMs);
  return {
    ...{ server, signIn: 'session', clientId: null, clientSecret: null, scope: null, username: email },
    session: { cookie, endsAt: Date.parse(session.expires_at) },
  };
}

export const loginCommand = defineCommand({
  words: ['login'],
  operand: SERVER,
  options: {
    with: neededChoice(SIGN_INS, EXPLAINED),
    'client-id': value('id', 'The client; its secret, where it has one, is in SALLYPORT_CLIENT_SECRET'),
    username: value('name', 'The person, --with password or session; the password is in SALLYPORT_PASSWORD'),
    scope: value('scopes', 'With spaces between them; all of the client where it is left out'),
    'redirect-uri': value('uri', '--with browser: as the client is registered; http://127.0.0.1 where it is left out'),
    print: flag('--with browser: print the URL and open nothing'),
    ...PROFILED,
  },
  serverOptions: 'none',
  sentence: 'Sign in at a server and keep that as a profile, in a file that only you can read',
  async run(call) {
    const { options } = call;
    const name = profileNameOf(options);
    const server = operandOf(call, SERVER.name);
    const addresses = addressesOf(server);
    if (addresses === undefined) throw new UsageError(`SERVER must be a URL, or ${VENDORS.join(', ')}`);
    const asked: Asked = {
      how: options.with,
      ...{ scope: options.scope, username: options.username, isPrinted: options.print === true },
      deadlineMs: deadlineOf(options),
      redirectUri: options['redirect-uri'] ?? 'http://127.0.0.1',
    };
    const clientId = options['client-id'];
    let profile: Profile;
    if (asked.how === 'session') {
      profile = await signInPerson(server, addresses, asked);
      await removeProfile(name);
    } else {
      if (clientId === undefined) throw new UsageError(`--client-id is missing, which --with ${asked.how} needs`);
      profile = await signInClient(call, { name, server, addresses, clientId, asked });
    }
    await saveProfile(name, profile);
    call.print({ profile: name, server, sign_in: asked.how }, () => `Signed in at ${server}; the profile is ${name}\n`);
    return 0;
  },
});

export const logoutCommand = defineCommand({
  words: ['logout'],
  options: PROFILED,
  serverOptions: 'none',
  sentence: 'End the token or session of a profile on its server, and remove the profile',
  async run(call) {
    const name = profileNameOf(call.options);
    const profile = await readProfile(name);
    const { tokens, addresses, native } = connectProfile(name, profile, deadlineOf(call.options));
    if (tokens === null) await native().session.signOut();
    else if (addresses.tokens.revokeUrl !== undefined) await tokens.revoke();
    await removeProfile(name);
    call.print({ profile: name, is_signed_in: false }, () => `Signed out; the profile ${name} is removed\n`);
    return 0;
  },
});
