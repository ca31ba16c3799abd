import { NAVIGATION } from './pages.ts';

export const STYLE_PATH = '/docs/site.css';

function navigation(path: string): string {
  const groups = NAVIGATION.map(({ title, pages }) => {
    const links = pages.map(
      ([href, name]) => `<li><a href="${href}"${href === path ? ' aria-current="page"' : ''}>${name}</a></li>`,
    );
    return `<h2>${title}</h2><ul>${links.join('')}</ul>`;
  });
  return `<nav id="pages" aria-label="Documentation">${groups.join('')}</nav>`;
}

/** A whole page around what it shows: one style sheet, no script, nothing from another host. */
export function pageOf({ path, title, html }: { path: string; title: string; html: string }): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title} · Sallyport</title><link rel="stylesheet" href="${STYLE_PATH}"></head>`,
    '<body><a class="skip" href="#content">Skip to the text</a>',
    '<header><a class="name" href="/docs">Sallyport</a><a class="to-pages" href="#pages">All pages</a></header>',
    `<main id="content">${html}</main>`,
    navigation(path),
    '</body></html>',
    '',
  ].join('\n');
}

/** Dark or light as the reader's system is; one column on a telephone, with the navigation after the text. */
export const STYLE = `:root {
  color-scheme: light dark;
  --text: #1b2430; --quiet: #55606e; --ground: #fff; --raised: #f2f4f7; --line: #d5dbe3; --link: #0b5cad;
}
@media (prefers-color-scheme: dark) {
  :root { --text: #e3e8ee; --quiet: #9aa6b4; --ground: #11161d; --raised: #1a212b; --line: #2f3945; --link: #7db8f5; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; color: var(--text); background: var(--ground); font: 16px/1.6 system-ui, sans-serif; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--ground); padding: 0.5rem; }
header { display: flex; justify-content: space-between; gap: 1rem; padding: 0.75rem 1rem; border-bottom: 1px solid var(--line); }
.name { font-weight: 700; color: inherit; text-decoration: none; }
main { min-width: 0; padding: 0.5rem 1rem 3rem; overflow-wrap: break-word; }
main > p, main > ul, main > ol, main > dl { max-width: 46rem; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 1rem 0; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 0.5rem; }
dt { margin-top: 1rem; font-weight: 600; }
dd { margin: 0; }
:target { outline: 2px solid var(--link); outline-offset: 4px; }
main:target, nav:target { outline: 0; }
code { font: 0.875em ui-monospace, SFMono-Regular, Consolas, monospace; background: var(--raised); padding: 0.1em 0.3em; border-radius: 3px; }
pre { overflow-x: auto; padding: 0.75rem 1rem; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; line-height: 1.45; }
td code { overflow-wrap: anywhere; }
li:has(> input[type=checkbox]) { list-style: none; margin-left: -1.3em; }
pre code { padding: 0; background: none; overflow-wrap: normal; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: 0.9375rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--line); min-width: 6rem; }
nav { padding: 1rem; border-top: 1px solid var(--line); }
nav h2 { font-size: 0.8125rem; color: var(--quiet); margin: 1rem 0 0.25rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: 0.25rem 0; text-decoration: none; }
nav a[aria-current] { font-weight: 700; color: inherit; }
@media (min-width: 60rem) {
  body { display: grid; grid-template: auto 1fr / 15rem minmax(0, 1fr); min-height: 100vh; }
  header { grid-column: 1 / -1; padding: 0.75rem 2rem; }
  .to-pages { display: none; }
  nav { grid-column: 1; grid-row: 2; border: 0; border-right: 1px solid var(--line); padding: 1rem 2rem; }
  main { grid-column: 2; grid-row: 2; padding: 0.5rem 3rem 4rem; }
}
@media print { header, nav, .skip { display: none; } }
`;
