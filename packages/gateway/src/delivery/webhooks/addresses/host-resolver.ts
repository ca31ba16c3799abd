import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { Slots } from '../../../kernel/slots.ts';

/** Of one server's silence; it is asked twice. */
const SERVER_WITHIN_MS = 1_200;
const TRIES = 2;
const LOOKED_UP_WITHIN_MS = 4_000;
/** With the waiting for other look-ups of the same owner. */
const WAITED_FOR_MS = 8_000;
/** RFC 8305 section 3: so long the answer of one family waits for that of the other. */
const OTHER_FAMILY_MS = 50;
const LOOKUPS = { ofOwner: 32, inAll: 256 } as const;
const LOOPBACK = ['127.0.0.1', '::1'];
const HOSTS_FILE = process.platform === 'win32' ? String.raw`C:\Windows\System32\drivers\etc\hosts` : '/etc/hosts';
const RESOLV_CONF = '/etc/resolv.conf';

/** Who asks: an agency's look-ups are bounded, and delay nobody else's. */
export interface AskedBy {
  readonly owner: string;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
  /** Waits for the answers of both families, where the one that came first led nowhere. */
  readonly isWhole?: boolean;
}

/** The addresses of a host name. Rejects where there is none, and with the signal's reason. */
export type ResolveHost = (hostname: string, asked?: AskedBy) => Promise<readonly string[]>;

interface LookUp {
  readonly done: Promise<readonly string[]>;
  /** Everybody who asked has left. */
  readonly left: AbortController;
  askers: number;
}

/** No server answered in time. */
class NoAnswer extends Error {
  readonly code = 'EAI_AGAIN';
}

async function linesOf(file: string): Promise<string[][]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split(/\r?\n/).map((line) => (line.split(/[#;]/)[0] ?? '').split(/\s+/).filter((word) => word !== ''));
}

/** The addresses that the machine's own table has for a name. */
export async function addressesInHosts(hostname: string, file = HOSTS_FILE): Promise<string[]> {
  const lines = await linesOf(file);
  const named = lines.filter(([, ...names]) => names.some((name) => name.toLowerCase() === hostname));
  return named.map(([address = '']) => address).filter((address) => isIP(address) !== 0);
}

/** A name as it is, and as it is in the domains this machine searches; a short one in those first. */
async function candidatesOf(hostname: string): Promise<string[]> {
  if (hostname.endsWith('.')) return [hostname];
  const lines = await linesOf(RESOLV_CONF);
  const domains = lines.findLast(([word]) => word === 'search' || word === 'domain')?.slice(1) ?? [];
  const searched = domains.map((domain) => `${hostname}.${domain}`);
  return hostname.includes('.') ? [hostname, ...searched] : [...searched, hostname];
}

interface Question {
  readonly servers: readonly string[] | undefined;
  readonly signal: AbortSignal;
  readonly isWhole: boolean;
}

async function addressesOf(hostname: string, { servers, signal, isWhole }: Question) {
  const resolver = new Resolver({ timeout: SERVER_WITHIN_MS, tries: TRIES });
  if (servers !== undefined) resolver.setServers(servers);
  const end = () => resolver.cancel();
  signal.addEventListener('abort', end, { once: true });
  try {
    const families = [resolver.resolve6(hostname), resolver.resolve4(hostname)];
    const found: string[][] = [];
    const kept = families.map((asking) => asking.then((addresses) => void found.push(addresses)));
    await Promise.any(kept);
    let timer: NodeJS.Timeout | undefined;
    const soon = new Promise<void>((resolve) => {
      if (!isWhole) timer = setTimeout(resolve, OTHER_FAMILY_MS);
    });
    await Promise.race([Promise.allSettled(kept), soon]);
    clearTimeout(timer);
    // RFC 8305 section 4: IPv6 first.
    return found.flat().toSorted((one, other) => isIP(other) - isIP(one));
  } finally {
    signal.removeEventListener('abort', end);
    resolver.cancel();
  }
}

const UNKNOWN = new Set(['ENOTFOUND', 'ENODATA']);
const isUnknown = (err: unknown) =>
  err instanceof AggregateError && err.errors.every(({ code }: NodeJS.ErrnoException) => UNKNOWN.has(code ?? ''));

async function lookUp(hostname: string, question: Question) {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return LOOPBACK;
  const own = await addressesInHosts(hostname);
  if (own.length > 0) return own;
  const candidates = await candidatesOf(hostname);
  for (const name of candidates) {
    try {
      return await addressesOf(name, question);
    } catch (err) {
      if (!isUnknown(err)) throw new NoAnswer(`the name servers did not answer for ${name}`, { cause: err });
    }
  }
  throw Object.assign(new Error(`${hostname} is unknown`), { code: 'ENOTFOUND' });
}

/**
 * Resolves host names without a thread that somebody's silent name server could hold: bounded in time and in number, by
 * owner and in all, and once for all who ask for a name at the same time. The machine's table of hosts comes first.
 * `servers` are asked in place of the machine's own.
 */
export function createHostResolver(servers?: readonly string[]): ResolveHost {
  const slots = new Slots(LOOKUPS);
  const running = new Map<string, LookUp>();

  /** Whoever asks from now on does not join it. */
  function forget(key: string, lookingUp: LookUp): void {
    if (running.get(key) === lookingUp) running.delete(key);
  }

  function start(key: string, hostname: string, isWhole: boolean): LookUp {
    const left = new AbortController();
    const deadline = AbortSignal.any([left.signal, AbortSignal.timeout(LOOKED_UP_WITHIN_MS)]);
    const done = lookUp(hostname, { servers, signal: deadline, isWhole }).finally(() => forget(key, lookingUp));
    // Whoever asked may have left.
    done.catch(() => {});
    const lookingUp: LookUp = { done, left, askers: 0 };
    running.set(key, lookingUp);
    return lookingUp;
  }

  return async (given, { owner, signal, isWhole = false } = { owner: '' }) => {
    const hostname = given.toLowerCase();
    const key = `${isWhole ? 'whole' : 'first'} ${hostname}`;
    const late = AbortSignal.timeout(WAITED_FOR_MS);
    const ended = signal === undefined ? late : AbortSignal.any([signal, late]);
    const giveBack = await slots.take(owner, ended);
    const lookingUp = running.get(key) ?? start(key, hostname, isWhole);
    lookingUp.askers += 1;
    try {
      return await endedBy(lookingUp.done, ended);
    } finally {
      lookingUp.askers -= 1;
      // Nothing is left open that nobody waits for, so that it holds up no stop.
      if (lookingUp.askers === 0) {
        forget(key, lookingUp);
        lookingUp.left.abort();
      }
      giveBack();
    }
  };
}

function endedBy<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason);
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
