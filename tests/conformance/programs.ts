import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ENDS_WITHIN_MS = 120_000;
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

/** A Python that has these modules: the machine's own, or one in a new folder with the packages installed once. */
export function pythonWith(modules: readonly string[], packages: readonly string[]): string {
  const has = (python: string) => spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0;
  if (has('python3')) return 'python3';
  const folder = join(mkdtempSync(join(tmpdir(), 'sallyport-python-')), 'venv');
  const python = join(folder, 'bin', 'python');
  const options = { timeout: INSTALLS_WITHIN_MS, encoding: 'utf8' } as const;
  spawnSync('python3', ['-m', 'venv', folder], options);
  spawnSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], options);
  if (has(python)) return python;
  throw new Error(`Python with ${packages.join(', ')} is needed; run: python3 -m pip install ${packages.join(' ')}`);
}

/** The folder of a package of the npm registry, installed once into a new folder. */
export function nodeModule(specifier: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-node-'));
  const options = { timeout: INSTALLS_WITHIN_MS, encoding: 'utf8', cwd: folder } as const;
  const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', specifier], options);
  if (status !== 0) throw new Error(`npm could not install ${specifier}: ${stderr}`);
  return join(folder, 'node_modules', specifier.replace(/@[^@]+$/, ''));
}

/** A Python that has `requests`. */
export function pythonWithRequests(): string {
  return pythonWith(['requests'], ['requests']);
}

/**
 * Runs a Python script that prints an authorization URL as its first line and then reads where the browser came back to as
 * one line; `answer` is the person in between. The second line it prints is its result, in JSON.
 */
export async function pythonWithConsent(
  python: string,
  script: string,
  answer: (authorizationUrl: URL) => Promise<URL>,
): Promise<Record<string, unknown>> {
  const env = { ...process.env, AUTHLIB_INSECURE_TRANSPORT: '1', OAUTHLIB_INSECURE_TRANSPORT: '1' };
  const child = spawn(python, ['-c', script], { env, timeout: ENDS_WITHIN_MS });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === 1) child.stdin.end(`${(await answer(new URL(line))).href}\n`);
  }
  if (lines.length !== 2) throw new Error(`the script did not end well:\n${errors}`);
  return JSON.parse(lines[1] ?? '') as Record<string, unknown>;
}
