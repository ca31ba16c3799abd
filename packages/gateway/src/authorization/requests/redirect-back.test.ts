import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnswerForm, redirectBack } from './redirect-back.ts';

const back = (redirectUri: string, answerForm: AnswerForm = 'standard') =>
  redirectBack({ redirectUri, state: 's t', issuer: 'https://i.test', answerForm }, { code: 'c' });
const ADDED = 'code=c&state=s+t&iss=https%3A%2F%2Fi.test';

test("[RFC 6749 3.1.2] a redirect URI's own query comes back byte for byte, and the answer after it", () => {
  for (const uri of [
    'https://a.test/cb?next=%2fhome&x=a%20b+c',
    'https://a.test/cb?a=1&a=2&=&b',
    "https://a.test/cb?q='(*)!~",
    'https://A.test:443/a/../cb?q=%7e',
    'com.example.app:/cb?k=v',
  ]) {
    assert.equal(back(uri), `${uri}&${ADDED}`);
  }
  for (const uri of ['https://a.test/cb', 'http://localhost', 'com.example.app:/cb'])
    assert.equal(back(uri), `${uri}?${ADDED}`);
  for (const uri of ['https://a.test/cb?', 'https://a.test/cb?a=1&']) assert.equal(back(uri), `${uri}${ADDED}`);
});

test('the plain form ends the place with a slash and keeps the query', () => {
  assert.equal(back('http://localhost', 'plain'), 'http://localhost/?code=c&state=s+t');
  assert.equal(back('https://a.test/cb?n=%2f', 'plain'), 'https://a.test/cb/?n=%2f&code=c&state=s+t');
});
