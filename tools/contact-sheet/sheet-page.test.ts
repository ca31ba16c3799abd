import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sheetPage } from './sheet-page.ts';

test('a sheet has every picture once, states what could not be taken, and no page may write into it', () => {
  const shot = {
    what: 'a <b> & "c"',
    route: '/portal',
    theme: 'dark',
    language: 'en',
    file: 'a_dark_360.png',
    fault: null,
  };
  const html = sheetPage(
    [
      { ...shot, width: 360 },
      { ...shot, width: 1440, file: null, fault: 'Timeout <60 s>' },
    ],
    [1440, 360],
  );
  assert.equal(html.match(/<img /g)?.length, 1);
  assert.match(html, /a &lt;b&gt; &amp; &quot;c&quot;/);
  assert.ok(html.indexOf('Timeout &lt;60 s&gt;') < html.indexOf('a_dark_360.png'), 'the widest first');
  assert.doesNotMatch(html, /<b>/);
});
