import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where programs of the system stand that a user's path does not have. */
const SYSTEM = ['/usr/sbin', '/sbin'];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a program of this machine, or undefined where it is not installed. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...SYSTEM];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** The same, where the test cannot do without: an error that names the Debian package. */
export function program(name: string, debianPackage: string): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`This test needs ${name}: apt-get install -y ${debianPackage}`);
  return path;
}
