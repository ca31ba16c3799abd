import { statSync } from 'node:fs';

/** Others may read or write, or the group may write. A service's credentials are often readable by a group of their own. */
const TOO_WIDE = 0o026;

/** Whether other users of this machine may read or change a file. Windows has access lists instead, which are not looked at. */
export function openToOthers(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & TOO_WIDE) !== 0;
}
