import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT, readManifest } from '../package/manifests.ts';
import { STAGED } from '../package/stage.ts';
import { manPage } from './man-page.ts';

const LIBRARY = 'usr/lib/sallyport';
const COMMAND = `#!/bin/sh
exec /${LIBRARY}/bin/node /${LIBRARY}/node_modules/sallyport/bin/sallyport.js "$@"
`;
const COPYRIGHT = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: sallyport
Comment: The license of each library stands in its folder in /${LIBRARY}/node_modules, Node's at https://github.com/nodejs/node.

Files: *
Copyright: the authors of Sallyport
License: Apache-2.0
 /usr/share/common-licenses/Apache-2.0
`;
/** What another machine's libraries were built for, and npm's own notes. */
const NOT_SHIPPED = ['node_modules/.package-lock.json', 'node_modules/.bin', 'package.json', 'package-lock.json'];

const deploy = (file: string) => join(ROOT, 'deploy', file);

function write(root: string, file: string, content: string | Uint8Array, mode = 0o644): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content, { mode });
}

/** The packed server and all it needs, as npm installs it, beside the Node that runs this. */
function installServer(root: string, packed: string): void {
  const library = join(root, LIBRARY);
  mkdirSync(join(library, 'bin'), { recursive: true });
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', '--omit=dev', '--ignore-scripts'];
  execFileSync('npm', ['install', '--prefix', library, ...quiet, resolve(packed)], { cwd: library });
  for (const name of NOT_SHIPPED) rmSync(join(library, name), { recursive: true, force: true });
  copyFileSync(process.execPath, join(library, 'bin/node'));
  execFileSync('strip', ['--strip-unneeded', join(library, 'bin/node')]);
}

function writeFiles(root: string, version: string): void {
  write(root, 'usr/bin/sallyport', COMMAND, 0o755);
  write(root, 'usr/sbin/sallyport-admin', readFileSync(deploy('systemd/sallyport-admin')), 0o755);
  write(root, 'lib/systemd/system/sallyport.service', readFileSync(deploy('systemd/sallyport.service')));
  write(root, 'etc/sallyport/sallyport.toml', readFileSync(deploy('sallyport.toml')));
  const help = execFileSync(
    process.execPath,
    [join(root, LIBRARY, 'node_modules/sallyport/bin/sallyport.js'), '--help'],
    { encoding: 'utf8' },
  );
  write(root, 'usr/share/man/man1/sallyport.1.gz', gzipSync(manPage(help, version), { level: 9 }));
  write(root, 'usr/share/man/man8/sallyport-admin.8.gz', gzipSync('.so man1/sallyport.1\n', { level: 9 }));
  const documents = 'usr/share/doc/sallyport';
  write(root, `${documents}/copyright`, COPYRIGHT);
  for (const [from, to] of [
    ['README.md', 'README.md'],
    ['CHANGELOG.md', 'changelog.gz'],
    ['deploy/README.md', 'deploying.md'],
  ] as const) {
    const text = readFileSync(join(ROOT, from));
    write(root, `${documents}/${to}`, to.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text);
  }
  for (const folder of ['nginx', 'caddy']) {
    cpSync(deploy(folder), join(root, documents, 'examples', folder), { recursive: true });
  }
}

/** The mode of everything: a file that may be run by its owner may be by all, and none is written by others. */
function setModes(root: string): void {
  for (const name of globSync('**/{*,.*}', { cwd: root })) {
    const file = join(root, name);
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) continue;
    chmodSync(file, stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
  chmodSync(root, 0o755);
}

function writeControl(root: string, version: string, architecture: string): void {
  const files = globSync('**/{*,.*}', { cwd: root }).filter((name) => lstatSync(join(root, name)).isFile());
  const kibibytes = files.reduce((sum, name) => sum + Math.ceil(lstatSync(join(root, name)).size / 1024), 0);
  const filled = readFileSync(deploy('debian/control'), 'utf8')
    .replace('@VERSION@', version)
    .replace('@ARCHITECTURE@', architecture)
    .replace('@KIBIBYTES@', String(kibibytes));
  write(root, 'DEBIAN/control', filled);
  write(root, 'DEBIAN/conffiles', '/etc/sallyport/sallyport.toml\n');
  for (const script of ['postinst', 'prerm', 'postrm']) {
    write(root, `DEBIAN/${script}`, readFileSync(deploy(`debian/${script}`)), 0o755);
  }
}

/** What dpkg-deb compresses by, which decides how large the file is and nothing else: a test is not kept waiting for it. */
export type Compression = 'xz' | 'none';

/** Builds the Debian package from the packed server and returns its path, in `dist`. */
export function buildDeb(packed: string, compression: Compression = 'xz'): string {
  const root = mkdtempSync(join(tmpdir(), 'sallyport-deb-'));
  const { version } = readManifest('.');
  const architecture = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
  const file = join(STAGED, `sallyport_${version}_${architecture}.deb`);
  try {
    installServer(root, packed);
    writeFiles(root, version);
    setModes(root);
    writeControl(root, version, architecture);
    const compressed = [`-Z${compression}`, '-z1'];
    execFileSync('dpkg-deb', ['--root-owner-group', ...compressed, '--build', root, file], { stdio: 'ignore' });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return file;
}

if (import.meta.main) {
  const packed = globSync('sallyport-[0-9]*.tgz', { cwd: STAGED }).map((name) => join(STAGED, name));
  if (packed.length !== 1) throw new Error(`${basename(STAGED)} must have one packed server: npm run pack`);
  process.stdout.write(`${buildDeb(packed[0] ?? '')}\n`);
}
