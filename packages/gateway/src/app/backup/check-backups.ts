import { existsSync, readdirSync } from 'node:fs';
import { type Finding, fault, ok } from '../../operation/findings/finding.ts';
import { phrase } from '../../operation/findings/phrase.ts';
import { backupInstantOf } from './kept-backups.ts';

const DAY_MS = 86_400_000;
const OLDEST_BACKUP_DAYS = 2;

/** How old the newest backup of a folder is. */
export function checkBackups(folder: string, now: number): Finding {
  const instants = existsSync(folder) ? readdirSync(folder).flatMap((name) => backupInstantOf(name) ?? []) : [];
  const action = 'Run sallyport backup --every, or look at why it stopped';
  if (instants.length === 0) return fault('backups', phrase`${folder} has no backup`, action);
  const days = (now - Math.max(...instants)) / DAY_MS;
  const found = phrase`The newest backup in ${folder} is ${days.toFixed(1)} days old`;
  return days > OLDEST_BACKUP_DAYS ? fault('backups', found, action) : ok('backups', found);
}
