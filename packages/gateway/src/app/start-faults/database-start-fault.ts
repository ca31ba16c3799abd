import type { Config } from '../../config/options.ts';
import { RESTORE } from '../../database/engines/sqlite/check-file.ts';
import { isDamaged } from '../../database/engines/sqlite/sqlite-faults.ts';
import { DomainError } from '../../kernel/errors.ts';
import { InstallationError, UnreachableError } from '../../kernel/installation-error.ts';

type Place = Pick<Config, 'databaseUrl' | 'dataDir'>;

/** Where the database is, without the password in its URL. */
function serverOf(databaseUrl: string): { where: string; user: string; name: string } {
  const { host, username, pathname } = new URL(databaseUrl);
  return { where: host === '' ? 'its socket' : host, user: decodeURIComponent(username), name: pathname.slice(1) };
}

/** What PostgreSQL, or the way to it, refused at the start: by SQLSTATE, or by the code of Node. */
function postgresSentence(err: Error, code: string, databaseUrl: string): Error | undefined {
  const { where, user, name } = serverOf(databaseUrl);
  const cause = { cause: err };
  const mend = (sentence: string) => new InstallationError(sentence, cause);
  const later = (sentence: string) => new UnreachableError(sentence, cause);
  if (code === '28P01' || code === '28000') {
    return mend(
      `PostgreSQL on ${where} refuses the user ${user} (${code}): check user and password of --database-url, and pg_hba.conf`,
    );
  }
  if (code === '3D000') {
    return mend(`PostgreSQL on ${where} has no database ${name}: create it, as by: createdb --owner ${user} ${name}`);
  }
  if (code === '42501') {
    return mend(
      `PostgreSQL on ${where} does not let ${user} make tables in ${name}: make it the owner, as by: ALTER DATABASE ${name} OWNER TO ${user}`,
    );
  }
  if (code === '25006') {
    return later(`PostgreSQL on ${where} takes no writes, as a standby does: name the primary in --database-url`);
  }
  if (code === '53300' || code === '57P03') {
    return later(`PostgreSQL on ${where} takes no connection now (${code}): wait for it, or raise its max_connections`);
  }
  if (/^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT|ENOENT|EPIPE|EADDRNOTAVAIL)/.test(code)) {
    return later(`PostgreSQL on ${where} is not reached (${code}): start it, or check host and port of --database-url`);
  }
  if (code === '' && /timeout/i.test(err.message)) {
    return later(
      `PostgreSQL on ${where} does not answer in time: check that it runs, and host and port of --database-url`,
    );
  }
  if (/does not support SSL/.test(err.message)) {
    return mend(
      `PostgreSQL on ${where} does not offer TLS: switch ssl on there, or take sslmode out of --database-url`,
    );
  }
  if (/^(DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO)/.test(code)) {
    return mend(
      `The TLS certificate of PostgreSQL on ${where} is not accepted (${code}): name its authority in --database-url with sslrootcert=FILE, or mend the certificate`,
    );
  }
  if (/^Connection terminated/.test(err.message)) {
    return later(`What answers on ${where} closed the connection: check that --database-url names a PostgreSQL server`);
  }
  return undefined;
}

/** What the system or SQLite refused of the data folder. */
function folderSentence(err: Error, code: string, dataDir: string): Error | undefined {
  const mend = (sentence: string) => new InstallationError(sentence, { cause: err });
  const { errcode } = err as { errcode?: number };
  if (['EACCES', 'EPERM', 'EROFS'].includes(code) || errcode === 8 || errcode === 14) {
    return mend(
      `The folder ${dataDir} and the files in it must be writable by the user that runs Sallyport (${code}): change their owner, as by chown -R, or give another --data-dir`,
    );
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return mend(`${dataDir} must be a folder, and a file is in its way: give another --data-dir`);
  }
  if (code === 'ENOSPC' || code === 'EDQUOT' || errcode === 13) {
    return mend(`The disk of ${dataDir} is full: free some space and start again`);
  }
  if (isDamaged(err)) {
    return mend(`The database in ${dataDir} is damaged (${err.message}). ${RESTORE}`);
  }
  if (errcode === 5) {
    return new UnreachableError(`Another program has locked the database in ${dataDir}: end it, then start again`, {
      cause: err,
    });
  }
  return undefined;
}

/**
 * What keeps a database or its folder from being opened, or a server from its first work with it, as a sentence with what
 * to do; the error itself where it is another.
 */
export function databaseStartFault(thrown: unknown, { databaseUrl, dataDir }: Place): unknown {
  const err = thrown instanceof DomainError ? thrown.cause : thrown;
  if (!(err instanceof Error)) return thrown;
  const code = String((err as { code?: unknown }).code ?? '');
  const ofServer = databaseUrl === null ? undefined : postgresSentence(err, code, databaseUrl);
  return ofServer ?? folderSentence(err, code, dataDir) ?? thrown;
}
