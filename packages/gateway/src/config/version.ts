import { readFileSync } from 'node:fs';

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');

/** The version of this server: of its package where it is installed, and in a checkout the same of the workspace. */
export const { version: VERSION } = JSON.parse(manifest) as { version: string };
