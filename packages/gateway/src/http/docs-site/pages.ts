import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, or the folder of the installed package: both have the same documents at the same places. */
export const DOCUMENTS_ROOT =
  ['../../..', '../../../../..']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((root) => existsSync(join(root, 'docs/README.md'))) ?? '';

/** Every document that has a page. */
const PUBLISHED = ['docs/**/*.md', 'deploy/README.md', 'CHANGELOG.md', 'SECURITY.md'];

/** The page of a document: `docs/backup.md` is `/docs/backup`, `deploy/README.md` is `/docs/deploy`. */
export function pathOf(document: string): string {
  const name = document
    .replace(/^docs\//, '')
    .replace(/\.md$/, '')
    .replace(/(^|\/)README$/, '')
    .toLowerCase();
  return name === '' ? '/docs' : `/docs/${name}`;
}

/** Each document, as its path from the root, by the path of its page. */
export function findPages(root: string): ReadonlyMap<string, string> {
  const documents = root === '' ? [] : globSync(PUBLISHED, { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  return new Map(documents.sort().map((document) => [pathOf(document), document]));
}

/** What the navigation of every page has, in the order of somebody's first weeks. */
export const NAVIGATION: readonly { readonly title: string; readonly pages: readonly (readonly [string, string])[] }[] =
  [
    {
      title: 'Run it',
      pages: [
        ['/docs', 'Start here'],
        ['/docs/install', 'Install'],
        ['/docs/deploy', 'Proxy and service'],
        ['/docs/operate', 'Operate'],
        ['/docs/upgrade', 'Upgrade'],
        ['/docs/backup', 'Back up'],
        ['/docs/records', 'Hand out and remove records'],
        ['/docs/operations', 'Two machines'],
        ['/docs/secure', 'Secure'],
      ],
    },
    {
      title: 'Move to it',
      pages: [
        ['/docs/rapidsos', 'From RapidSOS'],
        ['/docs/prepared', 'From Prepared'],
        ['/docs/active911', 'From Active911'],
      ],
    },
    {
      title: 'Look it up',
      pages: [
        ['/docs/api', 'API reference'],
        ['/docs/configuration', 'Options'],
        ['/docs/client', 'Client, name by name'],
        ['/docs/errors', 'Errors'],
        ['/docs/conformance', 'Conformance'],
        ['/docs/glossary', 'Glossary'],
        ['/docs/changelog', 'Changelog'],
      ],
    },
  ];
