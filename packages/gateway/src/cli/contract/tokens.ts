import { type Exchange, NotReached } from './exchange.ts';
import type { Run, Step } from './run.ts';

/** The names under which servers were seen to send an access token; a line of its own asks for the right one. */
const TOKEN_NAMES = ['access_token', 'acces_token', 'accessToken', 'token'];

/** The access token of an answer, under whatever name. */
export function tokenIn({ json }: Exchange): string | undefined {
  const members = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
  return TOKEN_NAMES.map((name) => members[name]).find((value) => typeof value === 'string' && value !== '') as
    | string
    | undefined;
}

/** The header with the access token that the step got. Throws `NotReached` where it got none. */
export async function bearerOf(run: Run, step: Step): Promise<{ authorization: string }> {
  const token = tokenIn(await run.take(step));
  if (token === undefined) throw new NotReached('no access token was received');
  run.secrets.keep(token);
  return { authorization: `Bearer ${token}` };
}

/** A token that no server has issued. */
export const NO_TOKEN = { authorization: 'Bearer sallyport-contract-test' };

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
export const JSON_TYPE = { 'content-type': 'application/json' };

export const asForm = (values: Readonly<Record<string, string>>) => new URLSearchParams(values).toString();
