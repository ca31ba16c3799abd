import { chmod, rename, writeFile } from 'node:fs/promises';

/** Writes a small file that is whole at every moment: the text before or this one, also where the process is killed. */
export async function replaceFile(path: string, text: string, mode?: number): Promise<void> {
  const beside = `${path}.${process.pid}.new`;
  await writeFile(beside, text, { mode });
  // The mode of a file that was there already is not changed by writing it.
  if (mode !== undefined) await chmod(beside, mode);
  await rename(beside, path);
}
