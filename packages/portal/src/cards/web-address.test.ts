import assert from 'node:assert/strict';
import { it } from 'node:test';
import { imageSource, webAddress } from './web-address.ts';

it('links only to web addresses', () => {
  assert.equal(webAddress('https://example.test/a'), 'https://example.test/a');
  assert.equal(webAddress('javascript:alert(1)'), null);
  assert.equal(webAddress('not an address'), null);
});

it('loads pictures of this server and embedded ones, never from another host', () => {
  const origin = 'https://sallyport.test';
  assert.equal(imageSource('/api/media/1', origin), 'https://sallyport.test/api/media/1');
  assert.equal(imageSource('data:image/png;base64,AAAA', origin), 'data:image/png;base64,AAAA');
  assert.equal(imageSource('data:image/svg+xml,<svg/>', origin), null);
  assert.equal(imageSource('/api/media/1', origin, 'd 1'), 'https://sallyport.test/api/media/1?deeplink=d+1');
  assert.equal(imageSource('https://elsewhere.test/a.png', origin), null);
});
