import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { replaceFile } from '../files/replace-file.ts';
import { type Profile, SignedOutError } from './profile.ts';

/** A name is a file's name too. */
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const SUFFIX = '.profile.json';

/** The folder of this user's profiles: `sallyport` in `XDG_CONFIG_HOME`, `APPDATA` or `~/.config`. */
export function profileFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment['XDG_CONFIG_HOME'] ?? environment['APPDATA'];
  return join(own === undefined || own === '' ? join(homedir(), '.config') : own, 'sallyport');
}

export const isProfileName = (name: string) => NAME.test(name);
export const profilePath = (name: string) => join(profileFolder(), `${name}${SUFFIX}`);
/** Where the tokens of that profile are, in the file store of the client. */
export const tokenPath = (name: string) => join(profileFolder(), `${name}.token.json`);

/** The names of the profiles there are. */
export async function listProfiles(): Promise<readonly string[]> {
  const files = await readdir(profileFolder()).catch(() => []);
  return files.flatMap((file) => (file.endsWith(SUFFIX) ? [file.slice(0, -SUFFIX.length)] : [])).sort();
}

/** Refuses with `SignedOutError` where there is none of that name, or it cannot be read. */
export async function readProfile(name: string): Promise<Profile> {
  try {
    return JSON.parse(await readFile(profilePath(name), 'utf8'));
  } catch (err) {
    if (err instanceof SyntaxError)
      throw new SignedOutError(`The profile ${name} is damaged; sign in again: sallyport login`);
    if ((err as NodeJS.ErrnoException).code !== 'ENOENT') throw err;
    const known = await listProfiles();
    const others = known.length === 0 ? '' : `; there are: ${known.join(', ')}`;
    throw new SignedOutError(`There is no profile ${name}${others}. Sign in: sallyport login SERVER --profile ${name}`);
  }
}

/** Keeps the profile in a file that only this user can read (0600), in a folder of the same kind (0700). */
export async function saveProfile(name: string, profile: Profile): Promise<void> {
  await mkdir(profileFolder(), { recursive: true, mode: 0o700 });
  await replaceFile(profilePath(name), `${JSON.stringify(profile, null, 2)}\n`, 0o600);
}

/** Removes the profile with its tokens; nothing where there is none. */
export async function removeProfile(name: string): Promise<void> {
  for (const path of [profilePath(name), tokenPath(name)]) await rm(path, { force: true });
}

/** Which of the profile's files others can read; none on Windows, where a mode says nothing of that. */
export async function filesOpenToOthers(name: string): Promise<readonly string[]> {
  if (process.platform === 'win32') return [];
  const open: string[] = [];
  for (const path of [profilePath(name), tokenPath(name)]) {
    const mode = await stat(path).then(
      (found) => found.mode,
      () => 0,
    );
    if ((mode & 0o077) !== 0) open.push(path);
  }
  return open;
}
