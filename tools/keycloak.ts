import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '26.4.7';
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
const CACHE = fileURLToPath(new URL('../node_modules/.cache/keycloak', import.meta.url));
const WHAT_TO_INSTALL =
  'The Keycloak tests need Java 17 or newer, Maven and unzip: apt-get install -y openjdk-17-jre-headless maven unzip';

/** The folder of Keycloak, got once from its Maven artifact (160 MB). Throws, naming what to install, where it cannot be had. */
export function keycloakFolder(): string {
  const name = `keycloak-${VERSION}`;
  const folder = join(CACHE, name);
  if (existsSync(folder)) return folder;
  const unfinished = join(CACHE, `unfinished-${process.pid}`);
  mkdirSync(unfinished, { recursive: true });
  const options: ExecFileSyncOptions = { cwd: unfinished, stdio: ['ignore', 'ignore', 'inherit'] };
  try {
    execFileSync('mvn', ['-q', COPY, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${unfinished}`], options);
    execFileSync('unzip', ['-q', `keycloak-quarkus-dist-${VERSION}.zip`], options);
    renameSync(join(unfinished, name), folder);
  } catch (err) {
    throw new Error(WHAT_TO_INSTALL, { cause: err });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}
