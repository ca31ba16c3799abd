#!/usr/bin/env node
// Plain JavaScript, so that an old Node gets as far as saying so, or starts the one this project pins.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_MAJOR = 24;
const here = dirname(fileURLToPath(import.meta.url));
const major = Number(process.versions.node.split('.')[0]);

function pinnedNode() {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (major >= NEEDED_MAJOR) {
  // Started by the branch below: when that process dies, however it dies, this one ends as well.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel?.unref();
  // Every start but the first skips reading types out of 200 files.
  module.enableCompileCache();
  const source = join(here, '..', 'src', 'cli', 'main.ts');
  const { main } = await import(existsSync(source) ? source : join(here, '..', 'dist', 'cli', 'main.js'));
  await main(process.argv.slice(2));
} else {
  const node = pinnedNode();
  if (node === undefined) {
    process.stderr.write(
      `Sallyport needs Node ${NEEDED_MAJOR}; this is ${process.version}. Run npm install, which brings it, or install Node ${NEEDED_MAJOR}.\n`,
    );
    process.exit(1);
  }
  runOn(node);
}
