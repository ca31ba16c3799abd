import type { Config } from '../../config/options.ts';
import { checkDatabase } from './check-database.ts';
import { checkDatabaseUrl } from './check-database-url.ts';
import { checkBackups, checkFolder } from './check-folder.ts';
import { checkLiveKit, checkMail, checkOptions, checkPublicUrl } from './check-surroundings.ts';
import type { Finding } from './finding.ts';

/** Everything that is checked, beside a running server or without one. Writes nothing, migrates nothing, sends nothing. */
export async function examine(
  config: Config,
  { publicUrl, backups, now }: { publicUrl: string; backups: string | null; now: () => number },
): Promise<Finding[]> {
  const hasFolder = config.databaseUrl === null || config.secretsKey === null;
  const folder = hasFolder ? checkFolder(config) : [];
  const { findings, keyIds } = await checkDatabase(config, now);
  return [
    ...folder,
    ...findings,
    ...(config.databaseUrl === null ? [] : [checkDatabaseUrl(config.databaseUrl)]),
    ...checkOptions(config),
    ...(await checkPublicUrl(publicUrl, { keyIds, now })),
    ...(config.smtpUrl === null ? [] : [await checkMail(config.smtpUrl)]),
    ...(config.livekitUrl === null ? [] : [await checkLiveKit(config.livekitUrl)]),
    ...(backups === null ? [] : [checkBackups(backups, now())]),
  ];
}
