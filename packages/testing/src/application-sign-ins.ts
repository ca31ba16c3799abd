import type { ClientRegistration } from '../../gateway/src/authorization/clients/register-client.ts';
import type { Client } from '../../gateway/src/authorization/clients/types.ts';
import { signIn } from '../../gateway/src/people/sessions/portal-session.ts';
import type { User } from '../../gateway/src/people/users/types.ts';
import { newConsentClient, newGrantTokens, newProof, REDIRECT_URI } from './consents.ts';
import { newPerson, originFrom, PASSWORD, signedIn } from './people.ts';
import type { testWorld } from './world.ts';

type World = Awaited<ReturnType<typeof testWorld>>;

/** A client that people of sandbox-county may sign in to. */
export async function newSignInClient(world: World, changed: Partial<ClientRegistration> = {}): Promise<Client> {
  const client = await newConsentClient(world.parts, { scopes: ['openid', 'profile', 'email'], ...changed });
  const admin = await newPerson(world.parts, { role: 'admin' });
  const sessionToken = await newSession(world, admin);
  await newGrantTokens(world.parts, { client, principal: signedIn(admin), sessionToken });
  return client;
}

/** The token of a new portal session of that person. */
export async function newSession(world: World, user: User): Promise<string> {
  const { token } = await signIn(world.parts, { email: user.email, password: PASSWORD, origin: originFrom() });
  return token.reveal();
}

/** What the application has of somebody who is signed in to it through that session, by its own requests over HTTP. */
export async function signInToClient(
  world: World,
  { client, session }: { client: Client; session: string },
): Promise<{ access_token: string; refresh_token: string; id_token: string }> {
  const { codeVerifier, codeChallenge } = newProof();
  const asked = new URLSearchParams({
    client_id: client.id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid profile email',
    prompt: 'none',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  });
  const answer = await world.app.inject({
    method: 'GET',
    url: `/oauth/authorize?${asked}`,
    cookies: { sallyport_session: session },
  });
  const code = new URL(String(answer.headers.location)).searchParams.get('code');
  if (code === null) throw new Error(`there is no code: ${answer.headers.location}`);
  const exchanged = await world.app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${client.id}:${client.id}-secret`).toString('base64')}`,
    },
    payload: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: codeVerifier,
    }).toString(),
  });
  if (exchanged.statusCode !== 200) throw new Error(`the code was answered with ${exchanged.body}`);
  return exchanged.json();
}
