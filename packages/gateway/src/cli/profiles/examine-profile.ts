import { SallyportError, unreachable, whatToDo } from '@sallyport/client';
import { connectProfile } from './connect.ts';
import { type Profile, SignedOutError } from './profile.ts';
import { filesOpenToOthers } from './profile-folder.ts';
import { withUnusedProxy } from './unused-proxy.ts';

/** What one check of a profile found, and what to do about it; in the form of the server's own `doctor`. */
export interface ProfileFinding {
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'fault';
  readonly found: string;
  readonly action?: string;
}

/** From here on a clock is worth setting, and from here on proofs and assertions are refused. */
const NOTICED_MS = 5_000;
const REFUSED_MS = 60_000;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

async function checkFiles(name: string): Promise<ProfileFinding> {
  const open = await filesOpenToOthers(name);
  if (open.length === 0) return { check: 'files', status: 'ok', found: 'only you can read the profile and its token' };
  const found = `${open.join(' and ')} can be read by others`;
  return { check: 'files', status: 'fault', found, action: `chmod 600 ${open.join(' ')}, and rotate the secret` };
}

function checkAddress(probe: string): ProfileFinding {
  const { protocol, hostname, origin } = new URL(probe);
  if (protocol === 'https:') return { check: 'address', status: 'ok', found: origin };
  if (LOOPBACK.test(hostname)) return { check: 'address', status: 'ok', found: `${origin}, on this machine` };
  const found = `${origin} is reached without TLS, so that tokens can be read on the way`;
  return { check: 'address', status: 'fault', found, action: 'Sign in again by the https URL' };
}

/** How far the clocks are apart, as far as a Date header of whole seconds shows; null where there is no such header. */
function skewOf(date: string | null, sentAt: number, receivedAt: number): number | null {
  const at = Date.parse(date ?? '');
  if (Number.isNaN(at)) return null;
  if (at > receivedAt) return at - receivedAt;
  return at + 1000 < sentAt ? at + 1000 - sentAt : 0;
}

function checkClock(skewMs: number | null): ProfileFinding {
  const check = 'clock';
  if (skewMs === null) return { check, status: 'ok', found: 'the server states no time to compare with' };
  const apart = `${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'behind' : 'ahead of'} the server's`;
  if (Math.abs(skewMs) < NOTICED_MS) return { check, status: 'ok', found: "agrees with the server's" };
  const status = Math.abs(skewMs) < REFUSED_MS ? 'warning' : 'fault';
  return { check, status, found: `this clock is ${apart}`, action: 'Have the clocks set by NTP' };
}

async function checkServer(probe: string, deadlineMs: number): Promise<readonly ProfileFinding[]> {
  const sentAt = Date.now();
  try {
    const answer = await fetch(probe, { signal: AbortSignal.timeout(deadlineMs), redirect: 'manual' });
    await answer.body?.cancel();
    const status = answer.status >= 500 ? 'fault' : 'ok';
    const found = `answers ${answer.status} at ${probe}`;
    const action = { action: 'Ask whoever runs the server' };
    return [
      { check: 'server', status, found, ...(status === 'fault' && action) },
      checkClock(skewOf(answer.headers.get('date'), sentAt, Date.now())),
    ];
  } catch (err) {
    const { detail, code } = unreachable(err);
    const action =
      code === 'unreachable' ? 'Check the address, the network and a proxy between' : whatToDo({ code, status: 0 });
    const found = `nothing answers at ${probe}: ${detail}`;
    return [{ check: 'server', status: 'fault', found, action: withUnusedProxy(action) }];
  }
}

async function checkSignIn(name: string, profile: Profile, deadlineMs: number): Promise<ProfileFinding> {
  const check = 'sign-in';
  try {
    const { tokens, native } = connectProfile(name, profile, deadlineMs);
    if (tokens === null) {
      const { user } = await native().session.read();
      return { check, status: 'ok', found: `signed in as ${user.email}, ${user.role}` };
    }
    await tokens.token();
    return { check, status: 'ok', found: `${profile.clientId ?? ''} has a token that is good now` };
  } catch (err) {
    if (err instanceof SignedOutError) {
      return { check, status: 'fault', found: err.message, action: 'sallyport login' };
    }
    if (err instanceof SallyportError) return { check, status: 'fault', found: err.detail, action: whatToDo(err) };
    throw err;
  }
}

/** What is wrong with a profile, from its files to its token: nothing is changed but a token renewed. */
export async function examineProfile(
  name: string,
  profile: Profile,
  deadlineMs: number,
): Promise<readonly ProfileFinding[]> {
  const { addresses } = connectProfile(name, profile, deadlineMs);
  const server = await checkServer(addresses.probe, deadlineMs);
  const isThere = server.every(({ check, status }) => check !== 'server' || status === 'ok');
  return [
    await checkFiles(name),
    checkAddress(addresses.probe),
    ...server,
    ...(isThere ? [await checkSignIn(name, profile, deadlineMs)] : []),
  ];
}
