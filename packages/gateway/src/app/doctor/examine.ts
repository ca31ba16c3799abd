import type { Config } from '../../config/options.ts';
import type { Database } from '../../database/database.ts';
import type { Finding } from '../../operation/findings/finding.ts';
import { checkDatabase } from './check-database.ts';
import { checkDatabaseUrl } from './check-database-url.ts';
import { checkFolder } from './check-folder.ts';
import { checkLiveKit, checkMail, checkOptions, checkPublicUrl } from './check-surroundings.ts';

export interface ExamineOptions {
  readonly publicUrl: string;
  readonly now: () => number;
  /** A server's own database; without it one is opened. */
  readonly read?: Database['read'];
}

/** Everything that is checked, beside a running server, in one, or without one. Writes nothing, migrates nothing, sends nothing. */
export async function examine(config: Config, { publicUrl, now, read }: ExamineOptions): Promise<Finding[]> {
  const hasFolder = config.databaseUrl === null || config.secretsKey === null;
  const folder = hasFolder ? checkFolder(config) : [];
  const { findings, keyIds } = await checkDatabase(config, now, read);
  return [
    ...folder,
    ...findings,
    ...(config.databaseUrl === null ? [] : [checkDatabaseUrl(config.databaseUrl)]),
    ...checkOptions(config),
    ...(await checkPublicUrl(publicUrl, { keyIds, now })),
    ...(config.smtpUrl === null ? [] : [await checkMail(config.smtpUrl)]),
    ...(config.livekitUrl === null ? [] : [await checkLiveKit(config.livekitUrl)]),
  ];
}
