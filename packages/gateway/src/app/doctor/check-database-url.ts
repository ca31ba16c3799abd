import { type Finding, ok, warning } from '../../operation/findings/finding.ts';
import { phrase } from '../../operation/findings/phrase.ts';

/** What the driver does today with these it names itself: as with `verify-full`. Its next version trusts any certificate under them. */
const ALIASES = ['prefer', 'require', 'verify-ca'];
/** Without TLS, or with any certificate. */
const OPEN = ['disable', 'no-verify'];
const VERIFIED =
  'Give --database-url sslmode=verify-full, with sslrootcert=FILE where the certificate is of an authority of your own';

function isOfThisMachine(host: string): boolean {
  return (
    host === '' || host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host) || /^(\/|%2F)/i.test(host)
  );
}

/** Whether the connection to PostgreSQL is encrypted, and its server known by its certificate. */
export function checkDatabaseUrl(databaseUrl: string): Finding {
  const name = 'database_tls';
  if (!URL.canParse(databaseUrl))
    return warning(name, 'It cannot be told whether --database-url asks for TLS', VERIFIED);
  const { hostname, searchParams } = new URL(databaseUrl);
  const host = searchParams.get('host') ?? hostname;
  const mode = searchParams.get('sslmode');
  if (isOfThisMachine(host)) return ok(name, 'PostgreSQL is on this machine');
  if (searchParams.get('uselibpqcompat') === 'true' && mode !== 'verify-full') {
    return warning(
      name,
      phrase`With uselibpqcompat, sslmode=${mode ?? 'prefer'} trusts any server on the way`,
      VERIFIED,
    );
  }
  if (mode === 'verify-full') return ok(name, 'PostgreSQL must show a certificate of its name');
  if (mode !== null && ALIASES.includes(mode)) {
    return warning(
      name,
      phrase`sslmode=${mode} is checked as verify-full, with a SECURITY WARNING in the log at each start; a later driver will check less`,
      VERIFIED,
    );
  }
  return mode === null || OPEN.includes(mode)
    ? warning(name, phrase`The connection to ${host} is not encrypted, or to any server on the way`, VERIFIED)
    : warning(name, phrase`sslmode=${mode} is not one that the driver knows`, VERIFIED);
}
