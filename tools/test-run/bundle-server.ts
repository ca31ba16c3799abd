import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const ENTRY = fileURLToPath(new URL('../../packages/gateway/src/cli/main.ts', import.meta.url));
const BUNDLE = fileURLToPath(new URL('../../node_modules/.cache/server-of-tests.mjs', import.meta.url));
/** An optional part of `pg` that is not installed. */
const ABSENT = /^pg-native$/;

/**
 * Puts the gateway and its libraries in one file, and gives the path: reading a thousand files is half of what a server's
 * start costs, and a run starts a hundred and fifty. Where a module looks for files beside itself, it finds them.
 */
export async function bundleServer(): Promise<string> {
  const build = await rolldown({
    input: ENTRY,
    platform: 'node',
    external: ABSENT,
    plugins: [
      {
        name: 'own-addresses',
        transform: (code, id) =>
          code.includes('import.meta.url')
            ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
            : null,
      },
    ],
  });
  const { output } = await build.generate({ format: 'esm', codeSplitting: false });
  await build.close();
  const code = `${output[0].code}\nvoid main(process.argv.slice(2));\n`;
  // Kept as it is where nothing changed, and never seen half written by another run.
  if (!existsSync(BUNDLE) || readFileSync(BUNDLE, 'utf8') !== code) {
    mkdirSync(dirname(BUNDLE), { recursive: true });
    const written = `${BUNDLE}.${process.pid}`;
    writeFileSync(written, code);
    renameSync(written, BUNDLE);
  }
  return BUNDLE;
}
