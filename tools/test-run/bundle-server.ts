import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const ENTRY = fileURLToPath(new URL('../../packages/gateway/src/cli/main.ts', import.meta.url));
/** A folder for each state of the sources: another run may be on the one before. */
const BUNDLES = fileURLToPath(new URL('../../node_modules/.cache/server-of-tests', import.meta.url));
const KEPT_MS = 86_400_000;
/** An optional part of `pg` that is not installed. */
const ABSENT = /^pg-native$/;

function removeOld(): void {
  for (const name of globSync('*', { cwd: BUNDLES })) {
    const folder = join(BUNDLES, name);
    if (Date.now() - statSync(folder).mtimeMs > KEPT_MS) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Puts the gateway and its libraries in a file for what every command needs and one for each part that is imported later, and gives the
 * path: reading a thousand files is half of what a server's start costs, and a run starts a hundred and fifty. Where a module looks for
 * files beside itself, it finds them.
 */
export async function bundleServer(): Promise<string> {
  const build = await rolldown({
    input: { main: ENTRY },
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
  const { output } = await build.generate({
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await build.close();
  const chunks = output.filter((file) => file.type === 'chunk');
  const hash = createHash('sha256');
  for (const { fileName, code } of chunks) hash.update(fileName).update(code);
  const folder = join(BUNDLES, hash.digest('hex').slice(0, 16));
  // Never seen half written by another run.
  if (!existsSync(folder)) {
    const written = `${folder}.${process.pid}`;
    mkdirSync(written, { recursive: true });
    for (const { fileName, code, isEntry } of chunks) {
      writeFileSync(join(written, fileName), isEntry ? `${code}\nvoid main(process.argv.slice(2));\n` : code);
    }
    if (existsSync(folder)) rmSync(written, { recursive: true });
    else renameSync(written, folder);
  }
  removeOld();
  return join(folder, 'main.mjs');
}
