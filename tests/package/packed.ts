import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT, readManifest } from '../../tools/package/manifests.ts';
import { STAGED } from '../../tools/package/stage.ts';

/** As in a terminal of its own, without what npm gave to the tests, on the Node that runs them. */
export const OWN_ENV = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_(OPTIONS|TEST_CONTEXT|COMPILE_CACHE)$/.test(name)),
  ),
  PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
};

/** Runs a program of npm, which is a script of a shell on Windows, and returns what it printed. */
export function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, env: OWN_ENV, encoding: 'utf8', shell: process.platform === 'win32' });
}

/** Runs a file with the Node of the tests and returns what it printed. */
export function runNode(args: readonly string[], cwd: string): string {
  return execFileSync(process.execPath, args, { cwd, env: OWN_ENV, encoding: 'utf8' });
}

/** Where each package's file is, and a folder in which the server was installed and nothing else. */
export type Packed = Readonly<Record<'sallyport' | 'client' | 'contract' | 'installedServer', string>>;

/** Builds and packs everything, and installs the server once: whoever changes what is installed takes a copy. */
export function packAll(): Packed {
  const args = ['tools/package/pack.ts', '--pack', '--kept'];
  execFileSync(process.execPath, args, { cwd: ROOT, env: OWN_ENV, stdio: 'ignore' });
  const { version } = readManifest('.');
  const fileOf = (name: string) => join(STAGED, `${name}-${version}.tgz`);
  const sallyport = fileOf('sallyport');
  const installedServer = emptyFolder();
  install(installedServer, sallyport);
  return {
    sallyport,
    installedServer,
    client: fileOf('sallyport-client'),
    contract: fileOf('sallyport-contract'),
  };
}

/** A new folder with nothing in it, outside of every checkout. */
export const emptyFolder = () => mkdtempSync(join(tmpdir(), 'sallyport-package-'));

/** Installs packed files there as their user would. */
export function install(folder: string, ...files: readonly string[]): void {
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...files], folder);
}
