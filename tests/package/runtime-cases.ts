import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { ROOT } from '../../tools/package/manifests.ts';
import { README_PROGRAMS, runReadmeProgram } from '../client/readme-programs.ts';
import { emptyFolder, install, OWN_ENV, type Packed } from './packed.ts';

/** Beside what compilers keep, so that a runtime is downloaded once a machine. */
const KEPT = join(ROOT, 'node_modules/.cache/runtimes');

/** The script of each of them puts its program in its place. */
const ALLOWED = JSON.stringify({ allowScripts: { node: true, deno: true, bun: true } });

interface Runtime {
  /** The package of the registry that brings it, exactly. */
  readonly from: string;
  readonly program: string;
  readonly args: readonly string[];
}

const RUNTIMES: readonly Runtime[] = [
  { from: 'node@20.20.2', program: 'node/bin/node', args: [] },
  { from: 'node@22.23.3', program: 'node/bin/node', args: [] },
  { from: 'node@24.21.0', program: 'node/bin/node', args: [] },
  { from: 'deno@2.9.6', program: '.bin/deno', args: ['run', '--allow-all'] },
  { from: 'bun@1.4.5', program: '.bin/bun', args: [] },
];

/** The program of a runtime, installed where it is not yet; null where the registry gives none for this machine. */
function installed({ from, program }: Runtime): string | null {
  const folder = join(KEPT, from);
  const file = join(folder, 'node_modules', program);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(join(folder, 'package.json'), ALLOWED);
    install(folder, from);
  } catch {
    return null;
  }
  return existsSync(file) ? file : null;
}

/** What is true of the packed client on every runtime that its README names. */
export const runtimeCases = (packed: () => Packed) =>
  describe('the packed client on each runtime', () => {
    const folder = emptyFolder();
    let gateway: GatewayProcess;
    before(async () => {
      install(folder, packed().client, 'open', 'ws');
      gateway = await startGatewayProcess();
    });
    after(async () => {
      await gateway.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    for (const runtime of RUNTIMES) {
      test(`${runtime.from}: each program of the README as it is printed`, async (t) => {
        const program = installed(runtime);
        if (program === null) return t.skip(`${runtime.from} cannot be installed on this machine`);
        const command: [string, ...string[]] = [program, ...runtime.args];
        const of = { serverUrl: gateway.url, folder, environment: OWN_ENV, command };
        // Those that follow a stream come apart: what the others send would be in it. Each is waited for, so that none outlives the server.
        for (const isStream of [false, true]) {
          const programs = README_PROGRAMS.filter(({ takesWebSocket = false }) => takesWebSocket === isStream);
          const runs = await Promise.allSettled(programs.map((each) => runReadmeProgram(each, of)));
          for (const run of runs) if (run.status === 'rejected') throw run.reason;
        }
      });
    }
  });
