import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ENDS_WITHIN_MS = 30_000;
const INSTALLS_WITHIN_MS = 120_000;

export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program to its end, with nothing but loopback to talk to. */
export function run(program: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' };
    execFile(program, args, { timeout: ENDS_WITHIN_MS, env }, (error, output, errors) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, output, errors });
    });
  });
}

/** Runs text as a script of bash, as when it is pasted. */
export function bash(script: string): Promise<Ended> {
  return run('bash', ['-c', script]);
}

/** A Python that has `requests`: the machine's own, or one in a new folder with the package installed once. */
export function pythonWithRequests(): string {
  const has = (python: string) => spawnSync(python, ['-c', 'import requests']).status === 0;
  if (has('python3')) return 'python3';
  const folder = join(mkdtempSync(join(tmpdir(), 'sallyport-python-')), 'venv');
  const python = join(folder, 'bin', 'python');
  const options = { timeout: INSTALLS_WITHIN_MS, encoding: 'utf8' } as const;
  spawnSync('python3', ['-m', 'venv', folder], options);
  spawnSync(python, ['-m', 'pip', 'install', '--quiet', 'requests'], options);
  if (has(python)) return python;
  throw new Error('Python with requests is needed; run: python3 -m pip install requests');
}
