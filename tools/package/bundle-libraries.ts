import { join } from 'node:path';
import { build } from 'vite';
import { BUNDLED, ROOT } from './manifests.ts';
import { pointTo } from './point-to.ts';

const fileOf = (name: string) => name.replace('@', '').replace('/', '-');

/** Puts them into `dist/libraries` of the staged server, with the licenses of everything in them, and points the server there. */
export async function bundleLibraries(folder: string): Promise<void> {
  const outDir = join(folder, 'dist/libraries');
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      license: { fileName: 'licenses.md' },
      rolldownOptions: {
        input: Object.fromEntries(BUNDLED.map((name) => [fileOf(name), name])),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  });
  for (const name of BUNDLED) pointTo(folder, 'dist/**/*.js', name, join(outDir, `${fileOf(name)}.js`));
}
