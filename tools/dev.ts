import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * The sandbox, started anew whenever a file of the gateway is saved, and the portal by Vite, which replaces modules in the
 * browser as they are saved. Both end together.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const gateway = ['--watch', '--watch-preserve-output', 'packages/gateway/bin/sallyport.js', 'serve', '--demo'];
const children: ChildProcess[] = [
  // A developer's requests are not waited for.
  spawn(process.execPath, [...gateway, '--drain-seconds', '0', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  }),
  spawn(process.execPath, [fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url))], {
    cwd: fileURLToPath(new URL('../packages/portal', import.meta.url)),
    stdio: 'inherit',
  }),
];

function endAll(): void {
  for (const child of children) child.kill('SIGTERM');
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endAll);
for (const child of children) {
  child.once('exit', (code) => {
    process.exitCode ??= code ?? 0;
    endAll();
  });
}
