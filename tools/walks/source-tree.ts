import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { SOURCE } from './messages.ts';

export interface SourceFile {
  /** From the root of the source, as `room/folder/file.ts`. */
  readonly file: string;
  readonly text: string;
  /** What it imports of the source, types included, in the same form. */
  readonly imports: readonly string[];
}

const TEST = /\.test\.ts$|(^|\/)testing\//;
const IMPORT = /(?:\bfrom|\bimport\(|^import)\s*'(\.[^']+)'/gm;

/** The gateway's source at `root`, tests and their support left out. */
export function readSource(root: string): readonly SourceFile[] {
  const source = join(root, SOURCE);
  const files = globSync('**/*.ts', { cwd: source }).map((file) => file.replaceAll(sep, '/'));
  return files
    .filter((file) => !TEST.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(join(source, file), 'utf8');
      const imports = [...text.matchAll(IMPORT)].map(([, specifier = '']) =>
        normalize(join(dirname(file), specifier)).replaceAll(sep, '/'),
      );
      return { file, text, imports };
    });
}
