import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Replaces the name of a package in every import of the built files by the file that has it inside the same package. */
export function pointTo(folder: string, pattern: string, name: string, target: string): void {
  for (const file of globSync(pattern, { cwd: folder }).map((found) => join(folder, found))) {
    const path = relative(dirname(file), target).split(sep).join('/');
    const text = readFileSync(file, 'utf8');
    if (text.includes(`'${name}'`)) {
      writeFileSync(file, text.replaceAll(`'${name}'`, `'${path.startsWith('.') ? path : `./${path}`}'`));
    }
  }
}
