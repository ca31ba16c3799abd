import { signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import type { Server } from '../process/start-server.ts';
import { ADMINISTRATOR } from './sallyport.ts';

const AT_ONCE = 8;

/** Makes codes as a browser gets them: each asked for, and allowed by an administrator. */
export async function sallyportCodes(
  server: Server,
  client: { clientId: string; redirectUri: string; codeChallenge: string },
): Promise<(count: number) => Promise<string[]>> {
  const person = await signInOverHttp(server.origin, ...ADMINISTRATOR);
  const query = new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: 'read_alert',
    code_challenge: client.codeChallenge,
    code_challenge_method: 'S256',
  });
  const url = new URL(`${server.origin}/oauth/authorize?${query}`);
  const newCode = async () => (await person.answer(url, ['read_alert'])).searchParams.get('code') ?? '';
  return async (count) => {
    const codes: string[] = [];
    const work = async () => {
      while (codes.length < count) codes.push(await newCode());
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return codes;
  };
}
