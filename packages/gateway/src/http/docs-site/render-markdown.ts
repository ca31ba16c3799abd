import { posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import { Marked } from 'marked';
import { pathOf } from './pages.ts';

export interface RenderedDocument {
  readonly title: string;
  readonly html: string;
}

const ABSOLUTE = /^(?:[a-z][a-z0-9+.-]*:|\/|#)/i;

/** `backup.md#bring-back` in a document of that folder, as the address of its page; every other address as it is. */
function linkTo(href: string, folder: string): string {
  const [file = '', anchor] = href.split('#');
  if (ABSOLUTE.test(href) || !file.endsWith('.md')) return href;
  return `${pathOf(posix.normalize(`${folder}/${file}`))}${anchor === undefined ? '' : `#${anchor}`}`;
}

/**
 * One of our own documents as HTML, which is not made safe for anybody else's. Headings have GitHub's anchors; a link to
 * another document, and its name in code, lead to its page.
 */
export function renderMarkdown(document: string, markdown: string, published: ReadonlySet<string>): RenderedDocument {
  const slugger = new GithubSlugger();
  const folder = posix.dirname(document);
  let title = document;
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        const id = slugger.slug(this.parser.parseInline(tokens, this.parser.textRenderer));
        if (depth === 1) title = text;
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${linkTo(href, folder)}">${this.parser.parseInline(tokens)}</a>`;
      },
      codespan({ text }) {
        return published.has(text) && text !== document && `<a href="${pathOf(text)}"><code>${text}</code></a>`;
      },
    },
    hooks: {
      // A table or a line of code that is wider than a telephone is scrolled by itself, from the keyboard as well.
      postprocess: (html) =>
        html
          .replaceAll('<table>', '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>')
          .replaceAll('</table>', '</table></div>')
          .replaceAll('<pre>', '<pre tabindex="0">'),
    },
  });
  const html = marked.parse(markdown, { async: false });
  return { title, html };
}
