import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pathOf } from '../../packages/gateway/src/http/docs-site/pages.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LEAST_PAGES = 60;
/** Shown as an address that somebody reaches only with a sandbox of their own. */
const SANDBOX = 'http://127.0.0.1:8911';

interface Page {
  readonly text: string;
  readonly ids: readonly string[];
  readonly links: readonly string[];
}

const attributes = (html: string, name: string) =>
  [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value.replaceAll('&amp;', '&'));

describe('the documentation that a server serves', () => {
  let server: GatewayProcess;
  const pages = new Map<string, Page>();
  before(async () => {
    server = await startGatewayProcess();
    const waiting = ['/docs'];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (pages.has(path)) continue;
      const answer = await fetch(server.url + path);
      assert.equal(answer.status, 200, path);
      const isHtml = answer.headers.get('content-type')?.startsWith('text/html') === true;
      const text = await answer.text();
      // The viewer of the API makes its page of a script, and its links with it.
      const isRead = isHtml && path !== '/docs/api';
      const links = isRead ? [...attributes(text, 'href'), ...attributes(text, 'src')] : [];
      pages.set(path, { text, ids: isRead ? attributes(text, 'id') : [], links });
      waiting.push(...links.filter((link) => link.startsWith('/')).map((link) => link.split('#')[0] ?? ''));
    }
  });
  after(() => server?.stop());

  test('has a page for each document, with a title of its own', async () => {
    const documents = ['docs/**/*.md', 'deploy/README.md', 'CHANGELOG.md', 'SECURITY.md'].flatMap((pattern) =>
      globSync(pattern, { cwd: root }),
    );
    assert.ok(documents.length >= LEAST_PAGES);
    const titles = new Set<string>();
    for (const document of documents) {
      const answer = await fetch(server.url + pathOf(document));
      assert.equal(answer.status, 200, document);
      const [, title = ''] = /<title>(.+?) · Sallyport<\/title>/.exec(await answer.text()) ?? [];
      assert.ok(title !== '' && !titles.has(title), `${document}: ${title}`);
      titles.add(title);
    }
  });

  test('has no link to a page or an anchor that is not there', () => {
    let followed = 0;
    for (const [path, { links, ids }] of pages) {
      assert.equal(new Set(ids).size, ids.length, `${path} has an id twice`);
      for (const link of links) {
        if (/^https?:/.test(link)) continue;
        const [to = '', anchor] = link.split('#');
        const target = to === '' ? pages.get(path) : pages.get(to);
        assert.ok(target !== undefined, `${path} leads to ${link}`);
        if (anchor !== undefined) assert.ok(target.ids.includes(anchor), `${path} leads to ${link}`);
        followed += 1;
      }
    }
    assert.ok(followed > 500, `${followed} links`);
  });

  test('loads nothing from another host, and fits the policy of the portal', async () => {
    for (const [path, { text }] of pages) {
      if (path === '/docs/api' || !path.startsWith('/docs') || path.endsWith('.css')) continue;
      assert.doesNotMatch(text, /<script|<style|<img|<iframe| style=| src=| on\w+=/, path);
    }
    const answer = await fetch(`${server.url}/docs`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /style-src 'self';/);
    for (const { links } of pages.values()) {
      for (const link of links) assert.ok(!link.startsWith('http:') || link.startsWith(SANDBOX), link);
    }
  });

  test('is compressed, and 304 for whoever has it already', async () => {
    for (const path of ['/docs', '/docs/', '/docs/install', '/docs/errors', '/docs/site.css']) {
      const first = await fetch(server.url + path, { headers: { 'accept-encoding': 'br' } });
      assert.equal(first.headers.get('content-encoding'), 'br', path);
      assert.equal(first.headers.get('cache-control'), 'no-cache', path);
      const etag = first.headers.get('etag') ?? '';
      const again = await fetch(server.url + path, { headers: { 'if-none-match': etag } });
      assert.equal(again.status, 304, path);
    }
  });

  test('finds documents alone', async () => {
    for (const path of ['/docs/none', '/docs/openapi.json', '/docs/..%2fpackage', '/docs/install.md', '/docs/a/b/c']) {
      assert.equal((await fetch(server.url + path)).status, 404, path);
    }
  });
});
