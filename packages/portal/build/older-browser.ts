import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const SOURCE = new URL('./older-browser.js', import.meta.url);

/**
 * Adds the classic script that unhides the words for older browsers. It is a file of its own, with a hash in its name,
 * because `script-src 'self'` refuses scripts inside the page and `/assets` is kept for ever.
 */
export function olderBrowser(): Plugin {
  let reference: string | undefined;
  let context: { getFileName(reference: string): string } | undefined;
  return {
    name: 'older-browser',
    generateBundle: {
      order: 'pre',
      handler() {
        reference = this.emitFile({ type: 'asset', name: 'older-browser.js', source: readFileSync(SOURCE, 'utf8') });
        context = this;
      },
    },
    transformIndexHtml: {
      order: 'post',
      handler: () => {
        const src = reference === undefined ? undefined : `/${context?.getFileName(reference)}`;
        // The development server has no content policy and no built files.
        const script = src === undefined ? { children: readFileSync(SOURCE, 'utf8') } : { attrs: { src } };
        return [{ tag: 'script', injectTo: 'body', ...script }];
      },
    },
  };
}
