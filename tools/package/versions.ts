import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, readManifest } from './manifests.ts';

/** The manifests of the workspaces with the root's version in them, their own and where they need each other. */
export function derivedManifests(): { file: string; content: string }[] {
  const { version, workspaces } = readManifest('.');
  return (workspaces as string[]).map((folder) => {
    const file = `${folder}/package.json`;
    const content = readFileSync(join(ROOT, file), 'utf8')
      .replace(/^( {2}"version": )".*"/m, `$1"${version}"`)
      .replace(/^( {4}"@sallyport\/\w+": )".*"/gm, `$1"${version}"`);
    return { file, content };
  });
}
