// On a Node that is new enough: the sources in a checkout, what was built from them in an installed package.
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

// Started by `run-on-pinned-node.js`: when that process dies, however it dies, this one ends as well.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
// Every start but the first skips compiling several hundred files.
enableCompileCache();

const source = join(__dirname, '..', 'src', 'cli', 'main.ts');
const main = existsSync(source) ? source : join(__dirname, '..', 'dist', 'cli', 'main.js');
void import(pathToFileURL(main).href).then((loaded) => loaded.main(process.argv.slice(2)));
