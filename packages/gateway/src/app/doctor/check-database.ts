import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newestAlertTime } from '../../agencies/store.ts';
import { auditKeysOf, NO_KEYS } from '../../audit/keys.ts';
import { verifyNewest } from '../../audit/verify-chains.ts';
import { allKeys } from '../../authorization/keys/store.ts';
import { allSweepOutcomes } from '../../clean-up/store.ts';
import type { Config } from '../../config/options.ts';
import type { Database, Engine } from '../../database/database.ts';
import { openSnapshot } from '../../database/engines/postgres/dump.ts';
import { readTime } from '../../database/engines/postgres/engine.ts';
import { refuseDamagedFile } from '../../database/engines/sqlite/check-file.ts';
import { readFileOnly } from '../../database/engines/sqlite/copy-file.ts';
import { findInstallation } from '../../database/installation.ts';
import { readSchemaState } from '../../database/migrate.ts';
import { isPacking } from '../../database/packed-rows.ts';
import { webhookBacklog } from '../../delivery/webhooks/backlog/store.ts';
import { waitingAlerts } from '../../incidents/alerts/store.ts';
import { newestBackup } from '../../operation/backups/store.ts';
import { type Finding, fault, ok, warning } from '../../operation/findings/finding.ts';
import { phrase } from '../../operation/findings/phrase.ts';
import { outboxBacklog } from '../../outbox/store.ts';
import { countOverdueReviews } from '../../people/account-reviews/overdue-accounts.ts';
import { readKeyFile } from '../installation/key-file.ts';
import { databaseStartFault } from '../start-faults/database-start-fault.ts';
import { checkLogouts } from './check-logouts.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const CLOCKS_APART_MS = 1_000;
const MAIL_WAITS_MS = 1_800_000;
const DELIVERY_WAITS_MS = 600_000;
const RECORDS_VERIFIED = 1_000;
const OLDEST_BACKUP_DAYS = 2;
/** A rotation is looked for once an hour. */
const ROTATION_GRACE_DAYS = 2;

type Read = Database['read'];

/**
 * What the database states, read without writing to it or migrating it, beside a running server or without one. `opened` is a
 * server's own database, which is read in place of a connection of the command's.
 */
export async function checkDatabase(
  config: Config,
  now: () => number,
  opened: Read | undefined,
): Promise<{ findings: Finding[]; keyIds: readonly string[] }> {
  const found: Finding[] = [];
  let keyIds: readonly string[] = [];
  let close = async () => {};
  try {
    const reading = opened === undefined ? await open(config) : { read: opened, close };
    close = reading.close;
    const { read } = reading;
    if (config.databaseUrl !== null) found.push(await checkClock(read, now));
    keyIds = (await allKeys(read)).map(({ kid }) => kid);
    const schema = await checkSchema(read, config.databaseUrl === null ? 'sqlite' : 'postgres');
    found.push(schema);
    if (schema.status !== 'ok') return { findings: found, keyIds };
    found.push(await checkForm(read));
    found.push(...(await checkRows(read, config, now())));
  } catch (err) {
    const { message } = databaseStartFault(err, config) as Error;
    found.push(fault('database', message, 'Mend that first; sallyport serve states the same'));
  } finally {
    await close().catch(() => {});
  }
  return { findings: found, keyIds };
}

async function open({ databaseUrl, dataDir }: Config): Promise<{ read: Read; close: () => Promise<void> }> {
  if (databaseUrl !== null) {
    const snapshot = await openSnapshot(databaseUrl);
    return { read: snapshot.read, close: snapshot.end };
  }
  const path = join(dataDir, 'sallyport.db');
  if (!existsSync(path)) throw new Error(`${path} is missing`);
  refuseDamagedFile(path);
  const file = readFileOnly(path);
  return { read: file.read, close: async () => file.close() };
}

async function checkClock(read: Read, now: () => number): Promise<Finding> {
  const before = now();
  const theirs = await readTime(read);
  const apartMs = Math.round(theirs - (before + now()) / 2);
  const ms = Math.abs(apartMs);
  const text =
    apartMs > 0
      ? phrase`This machine's clock is ${ms} ms behind the database's`
      : phrase`This machine's clock is ${ms} ms ahead of the database's`;
  if (Math.abs(apartMs) < CLOCKS_APART_MS) return ok('database_clock', text);
  return fault('database_clock', text, 'Let both machines follow one time server (chrony, systemd-timesyncd)');
}

/** What an earlier version left cannot be read as this one's. */
async function checkSchema(read: Read, engine: Engine): Promise<Finding> {
  const { pending, refused, newest } = await readSchemaState(read, engine);
  if (refused.length > 0) {
    return fault(
      'schema',
      phrase`The database is of a later version of Sallyport (${refused[0]})`,
      'Start that version, or restore a backup from before its upgrade',
    );
  }
  if (pending.length === 0) return ok('schema', phrase`The database has every migration of this version, to ${newest}`);
  return warning(
    'schema',
    phrase`The database lacks ${pending.length} migrations of this version, from ${pending[0]} on`,
    'Back it up, then start this version or run sallyport migrate',
  );
}

/** Whether there is a way back to the version before. */
async function checkForm(read: Read): Promise<Finding> {
  return (await isPacking(read))
    ? ok('row_form', 'Rows are written packed: the version before cannot be started on this database')
    : ok(
        'row_form',
        'Rows are written so that the version before can be started on this database; sallyport database pack makes new ones shorter',
      );
}

async function checkRows(read: Read, config: Config, now: number): Promise<Finding[]> {
  const installation = await findInstallation({ read });
  return [
    ok('database', 'The database is there and can be read'),
    installation?.isSandbox === true && !config.demo
      ? fault('demo', 'The database is a sandbox, whose passwords are published', 'Give a real installation its own')
      : installation?.isSandbox === true
        ? warning('demo', 'This is the sandbox, whose passwords are published', 'Let nobody but yourself reach it')
        : ok('demo', 'The database has no demo data'),
    ...(await checkSigningKeys(read, config, now)),
    ...(await checkWebhooks(read, now)),
    ...(await checkLogouts(read, now)),
    await checkOutbox(read, now),
    await checkAlerts(read, now),
    await checkAlertTimes(read, now),
    await checkCleanUp(read, config, now),
    await checkAudit(read, config),
    await checkNewestBackup(read, now),
    ...(await checkAccountReviews(read, now)),
  ];
}

async function checkSigningKeys(read: Read, config: Config, now: number): Promise<Finding[]> {
  const current = (await allKeys(read)).filter(({ state }) => state === 'current');
  if (current.length === 0) {
    return [warning('signing_key', 'No signing key was made yet', 'Start the server once: it makes one')];
  }
  return current.map(({ kid, activatedAt, createdAt, sealedUnder }) => {
    const days = (now - (activatedAt ?? createdAt)) / DAY_MS;
    const found = phrase`The signing key ${kid} is ${days.toFixed(1)} days old`;
    if (sealedUnder === '') {
      return fault('signing_key', phrase`${found} and is not encrypted`, 'Start the server once: it encrypts it');
    }
    return days > config.signingKeyRotationDays + ROTATION_GRACE_DAYS
      ? warning('signing_key', found, 'Run sallyport keys rotate, and see why the server did not')
      : ok('signing_key', found);
  });
}

async function checkWebhooks(read: Read, now: number): Promise<Finding[]> {
  const { failing, failingSince, disabled, pending, oldestPendingAt } = await webhookBacklog(read);
  const found: Finding[] = [];
  if (disabled > 0) {
    found.push(
      warning(
        'webhooks_disabled',
        phrase`${disabled} webhooks are disabled`,
        'Resume or remove them in Admin, Webhooks',
      ),
    );
  }
  if (failing > 0) {
    const minutes = Math.round((now - (failingSince ?? now)) / 60_000);
    const text = phrase`${failing} webhooks fail, one for ${minutes} minutes`;
    found.push(warning('webhooks_failing', text, 'See what their receivers answer in Admin, Webhooks, Deliveries'));
  }
  if (oldestPendingAt !== null && now - oldestPendingAt > DELIVERY_WAITS_MS) {
    const text = phrase`${pending} webhook deliveries wait, the oldest for ${Math.round((now - oldestPendingAt) / 60_000)} minutes`;
    found.push(warning('webhooks_waiting', text, 'See that a server runs, and which webhook fails'));
  }
  return found.length === 0 ? [ok('webhooks', 'No webhook fails, waits or is disabled')] : found;
}

async function checkOutbox(read: Read, now: number): Promise<Finding> {
  const { waiting, given_up: givenUp, oldestWaitingAt } = await outboxBacklog(read);
  const action = 'sallyport outbox list states why; sallyport outbox retry sends it again';
  if (givenUp > 0) return warning('outbox', phrase`${givenUp} mails were given up`, action);
  const isStuck = oldestWaitingAt !== null && now - oldestWaitingAt > MAIL_WAITS_MS;
  if (isStuck) return warning('outbox', phrase`${waiting} mails wait, the oldest for more than half an hour`, action);
  return ok('outbox', phrase`${waiting} mails wait`);
}

async function checkAlerts(read: Read, now: number): Promise<Finding> {
  const { waiting, firstDueAt } = await waitingAlerts(read);
  if (firstDueAt === null || now - firstDueAt < 60_000)
    return ok('alerts', phrase`${waiting} alerts wait for an answer`);
  return fault(
    'alerts',
    'An alert waits whose deadline has passed',
    'Start a server, or see what keeps it from writing',
  );
}

/** Under a clock that was ahead, alerts were created in what is now the future, and every later one is created after them. */
async function checkAlertTimes(read: Read, now: number): Promise<Finding> {
  const newest = await newestAlertTime(read);
  const aheadMs = (newest ?? now) - now;
  if (aheadMs < HOUR_MS) return ok('alert_times', 'No alert was created later than now');
  return warning(
    'alert_times',
    phrase`Alerts were created until ${new Date(newest ?? now).toISOString()}, ${(aheadMs / HOUR_MS).toFixed(1)} hours from now`,
    'See that the clock is right: if it is, created_time is right again from then on, and no reader misses an alert meanwhile',
  );
}

async function checkCleanUp(read: Read, config: Config, now: number): Promise<Finding> {
  const ended = (await allSweepOutcomes(read)).flatMap(({ finishedAt }) => finishedAt ?? []);
  if (ended.length === 0) return warning('clean_up', 'No clean-up has ended yet', 'One does an hour after the start');
  const hours = (now - Math.max(...ended)) / HOUR_MS;
  const found = phrase`The last clean-up ended ${hours.toFixed(1)} hours ago`;
  return hours > 6 * (config.cleanUpEveryMinutes / 60)
    ? warning('clean_up', found, 'Run sallyport clean-up, and see that a server runs')
    : ok('clean_up', found);
}

/** Of the backups that `sallyport backup` noted; `--backups` looks at a folder. */
async function checkNewestBackup(read: Read, now: number): Promise<Finding> {
  const newest = await newestBackup(read);
  const action = 'Run sallyport backup --every, or look at why it stopped';
  if (newest === undefined) return warning('last_backup', 'No backup by sallyport backup is known', action);
  const days = (now - newest.madeAt) / DAY_MS;
  const found = phrase`The last backup was made ${days.toFixed(1)} days ago, of ${newest.sizeBytes} bytes`;
  if (newest.auditFaults > 0) {
    return fault(
      'last_backup',
      phrase`${found}, and its audit has ${newest.auditFaults} faults`,
      'Run sallyport audit verify',
    );
  }
  return days > OLDEST_BACKUP_DAYS ? warning('last_backup', found, action) : ok('last_backup', found);
}

async function checkAccountReviews(read: Read, now: number): Promise<Finding[]> {
  const { accounts, agencies, operators } = await countOverdueReviews(read, now);
  const found: Finding[] = [];
  if (accounts > 0) {
    found.push(
      warning(
        'account_reviews',
        phrase`${accounts} accounts of ${agencies} agencies are overdue for their review`,
        'Their administrators confirm or disable each in Admin, Account reviews',
      ),
    );
  }
  if (operators > 0) {
    found.push(
      warning(
        'operator_reviews',
        phrase`${operators} operators are overdue for their review`,
        'Another operator confirms each in Admin, Operators; the only one confirms themself',
      ),
    );
  }
  return found.length > 0 ? found : [ok('account_reviews', 'No account is overdue for its review')];
}

async function checkAudit(read: Read, { secretsKey, dataDir }: Config): Promise<Finding> {
  const sealingKeys = [secretsKey, readKeyFile(dataDir)].filter((key) => key !== null && key !== undefined);
  const keys = auditKeysOf(sealingKeys) ?? NO_KEYS;
  const { records, faults } = await verifyNewest({ read }, { limit: RECORDS_VERIFIED, keys });
  const [first] = faults;
  if (first === undefined) return ok('audit', phrase`The newest ${records} audit records verify`);
  return fault(
    'audit',
    phrase`The audit has ${faults.length} faults: ${first}`,
    'Run sallyport audit verify, keep a copy',
  );
}
