import type { Config } from '../../config/options.ts';
import { proxyWarning } from '../../http/client-address.ts';
import { type Finding, fault, ok, warning } from '../../operation/findings/finding.ts';
import { phrase } from '../../operation/findings/phrase.ts';
import { greetMailServer } from '../../outbox/smtp-mail.ts';

const ANSWERS_WITHIN_MS = 5_000;
/** A Date header has whole seconds, and the answer took its time. */
const CLOCKS_APART_MS = 3_000;

const reasonOf = (err: unknown): string => {
  const { cause, message, code } = err as Error & { code?: string; cause?: { code?: string } };
  return cause?.code ?? code ?? message.split('\n')[0] ?? '';
};

/** What can be said of the options alone. */
export function checkOptions(config: Config): Finding[] {
  const { secretsKey, databaseUrl, smtpUrl } = config;
  const proxy = proxyWarning(config);
  return [
    secretsKey === null && databaseUrl !== null
      ? fault(
          'secrets_key',
          'Webhook secrets and partner credentials are readable in the PostgreSQL database',
          'Give every server the same SALLYPORT_SECRETS_KEY, as from: openssl rand -base64 32',
        )
      : ok('secrets_key', secretsKey === null ? 'The key file of the data folder seals secrets' : 'A key is set'),
    proxy === null
      ? ok('proxy', 'The proxy of an https URL is declared, or none is needed')
      : warning('proxy', 'No proxy is declared', proxy),
    ...(smtpUrl === null
      ? [
          warning(
            'mail',
            'No mail server is set',
            'Set SALLYPORT_SMTP_URL; until then links are shown to administrators',
          ),
        ]
      : []),
  ];
}

/** What `/readyz` answers. */
interface Report {
  readonly parts?: Record<string, { status: string }>;
  readonly client_address?: string;
  readonly undeclared_proxy?: { readonly header: string; readonly seconds_ago: number };
}

/** Asks what clients ask, by the URL they ask it by: whether it answers, whether it is this installation, and what time it is. */
export async function checkPublicUrl(
  publicUrl: string,
  { keyIds, now }: { keyIds: readonly string[]; now: () => number },
): Promise<Finding[]> {
  const ask = (path: string) =>
    fetch(`${publicUrl}${path}`, { redirect: 'manual', signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
  try {
    const ready = await ask('/readyz');
    const receivedAt = now();
    const report = (await ready.json().catch(() => null)) as Report | null;
    const jwks = await ask('/oauth/jwks.json');
    const { keys = [] } = (await jwks.json().catch(() => ({}))) as { keys?: { kid: string }[] };
    const isOurs = keys.some(({ kid }) => keyIds.includes(kid));
    return [
      isOurs
        ? ok('public_url', phrase`${publicUrl} leads to this installation`)
        : fault(
            'public_url',
            phrase`What answers on ${publicUrl} is not this installation (${ready.status})`,
            'Point --public-url, DNS and the proxy at this server, and send /oauth/jwks.json through unchanged',
          ),
      ...(isOurs ? [checkReady(ready.status, report?.parts ?? {}), checkForwarding(report ?? {})] : []),
      checkDate(ready.headers.get('date'), receivedAt),
    ];
  } catch (err) {
    return [
      fault(
        'public_url',
        phrase`${publicUrl} is not reached from here (${reasonOf(err)})`,
        'Start the server, then check DNS, certificate and proxy; a name that only outsiders can resolve may be right',
      ),
    ];
  }
}

function checkReady(status: number, parts: Record<string, { status: string }>): Finding {
  const not = Object.entries(parts).filter(([, part]) => part.status !== 'ready');
  if (status === 200 && not.length === 0) return ok('ready', 'Every part of the server is ready');
  const names = not.map(([name, part]) => `${name} ${part.status}`).join(', ');
  const found = phrase`/readyz answers ${status}: ${names}`;
  return status === 200 ? warning('ready', found, 'The log states why') : fault('ready', found, 'The log states why');
}

/** How the requests come, as the server sees them: of a proxy that it does not know everybody has the one address. */
function checkForwarding({ client_address: address = 'unknown', undeclared_proxy: proxy }: Report): Finding {
  const seen = phrase`The server has ${address} as the address of this machine's requests`;
  if (proxy === undefined) return ok('forwarding', phrase`${seen}; none came by a proxy that is not declared`);
  return warning(
    'forwarding',
    phrase`${seen}; ${proxy.seconds_ago} s ago a request came with ${proxy.header} from an address that is not declared as a proxy`,
    phrase`Name the proxy in SALLYPORT_TRUSTED_PROXIES (${address}, where this request came through it): until then everybody behind it counts as one address`,
  );
}

function checkDate(header: string | null, receivedAt: number): Finding {
  if (header === null) return warning('clock', 'The public URL states no Date', 'Let the proxy pass it on');
  const apartMs = receivedAt - Date.parse(header);
  const found = phrase`This machine's clock and the public URL's Date are ${Math.round(Math.abs(apartMs) / 1000)} s apart`;
  if (Math.abs(apartMs) < CLOCKS_APART_MS) return ok('clock', found);
  return fault('clock', found, 'Let both machines follow one time server (chrony, systemd-timesyncd)');
}

/** Greets the mail server; nothing is sent. */
export async function checkMail(smtpUrl: string): Promise<Finding> {
  try {
    await greetMailServer(smtpUrl);
    return ok('mail', 'The mail server greets and lets us in');
  } catch (err) {
    return fault(
      'mail',
      phrase`The mail server does not take us (${reasonOf(err)})`,
      'Check SALLYPORT_SMTP_URL and its user',
    );
  }
}

export async function checkLiveKit(livekitUrl: string): Promise<Finding> {
  const url = livekitUrl.replace(/^ws/i, 'http');
  try {
    await (await fetch(url, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })).body?.cancel();
    return ok('livekit', phrase`${livekitUrl} answers`);
  } catch (err) {
    return fault('livekit', phrase`${livekitUrl} is not reached (${reasonOf(err)})`, 'Start LiveKit, or check its URL');
  }
}
