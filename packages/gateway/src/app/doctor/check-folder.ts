import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/options.ts';
import { type Finding, fault, ok } from '../../operation/findings/finding.ts';
import { phrase } from '../../operation/findings/phrase.ts';

const OTHERS = 0o077;
const BYTES_A_GIBIBYTE = 1_073_741_824;
/** Below that the disk is full before anybody looks again. */
const LEAST_BYTES = BYTES_A_GIBIBYTE;
const LEAST_SHARE = 0.05;

/** The data folder as it is on the disk. Changes nothing. */
export function checkFolder({ dataDir }: Config): Finding[] {
  if (!existsSync(dataDir)) {
    return [
      fault('folder', phrase`${dataDir} is not there`, 'Check --data-dir; sallyport setup makes a new installation'),
    ];
  }
  return [...checkModes(dataDir), checkWritable(dataDir), checkDisk(dataDir)];
}

function checkModes(dataDir: string): Finding[] {
  if (process.platform === 'win32') return [];
  const names = readdirSync(dataDir).filter((name) => name.startsWith('sallyport.'));
  const open = [dataDir, ...names.map((name) => join(dataDir, name))].filter(
    (path) => (statSync(path).mode & OTHERS) !== 0,
  );
  if (open.length === 0) return [ok('permissions', phrase`${dataDir} is closed to other users of this machine`)];
  return open.map((path) => {
    const mode = statSync(path).isDirectory() ? '700' : '600';
    return fault(
      'permissions',
      phrase`Other users of this machine may read ${path}`,
      phrase`Run chmod ${mode} on it; if it is the key or the database, then sallyport keys rotate`,
    );
  });
}

function checkWritable(dataDir: string): Finding {
  const paths = ['.', ...readdirSync(dataDir).filter((name) => /^sallyport\.(db|db-wal|key|anchors)$/.test(name))];
  const closed = paths
    .map((name) => join(dataDir, name))
    .find((path) => {
      try {
        accessSync(path, constants.R_OK | constants.W_OK);
        return false;
      } catch {
        return true;
      }
    });
  if (closed === undefined) return ok('writable', phrase`${dataDir} may be written by this user`);
  return fault(
    'writable',
    phrase`This user may not write ${closed}`,
    'Run this as the user that runs Sallyport, or chown it',
  );
}

function checkDisk(dataDir: string): Finding {
  const { bavail, bsize, blocks } = statfsSync(dataDir);
  const free = bavail * bsize;
  const found = phrase`${(free / BYTES_A_GIBIBYTE).toFixed(1)} GiB are free on the disk of ${dataDir}`;
  const isLow = free < LEAST_BYTES || bavail / blocks < LEAST_SHARE;
  return isLow ? fault('disk', found, 'Free some space, or move the data folder to a larger disk') : ok('disk', found);
}
