import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ParameterBody } from '../dialects/routing/route.ts';
import { DomainError, type ErrorCode } from '../kernel/errors.ts';
import { readBody } from './read-body.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

function parametersOf(type: string | undefined, text: string): Record<string, string> {
  const { values } = readBody('form-or-json', type, Buffer.from(text)) as ParameterBody;
  return Object.fromEntries(values);
}

function refusalOf(kind: 'json' | 'form-or-json', type: string | undefined, body: string | Buffer): ErrorCode | null {
  try {
    readBody(kind, type, Buffer.from(body));
    return null;
  } catch (err) {
    assert.ok(err instanceof DomainError, String(err));
    assert.ok(!err.message.includes('canary'), 'a body is never part of a message');
    return err.code;
  }
}

describe('a body of parameters', () => {
  test('is a form or JSON by what it is, whatever its header states', () => {
    const expected = { grant_type: 'client_credentials', scope: 'alerts' };
    const form = 'grant_type=client_credentials&scope=alerts';
    const json = JSON.stringify(expected);
    for (const type of [FORM, JSON_TYPE, `${FORM}; charset=utf-8`, `${JSON_TYPE};charset="UTF-8"`, undefined, '']) {
      assert.deepEqual(parametersOf(type, form), expected);
      assert.deepEqual(parametersOf(type, `\n ${json}`), expected);
    }
  });

  test('[RFC 6749 3.2] a parameter without a value is left out', () => {
    assert.deepEqual(parametersOf(FORM, 'grant_type=x&scope=&client_id'), { grant_type: 'x' });
    assert.deepEqual(parametersOf(JSON_TYPE, '{"grant_type":"x","scope":"","client_id":null}'), { grant_type: 'x' });
    assert.deepEqual(parametersOf(FORM, ''), {});
  });

  test('[RFC 6749 3.2] a parameter that is sent twice is refused', () => {
    assert.equal(refusalOf('form-or-json', FORM, 'scope=a&scope=a'), 'invalid_request');
    assert.equal(refusalOf('form-or-json', FORM, 'scope=a&s%63ope=b'), 'invalid_request');
  });

  test('[RFC 6749 5.2] a refusal repeats no name that a description could not hold', () => {
    for (const text of ['{"\\"\\n ü":1}', `${encodeURIComponent('ü"')}=a&${encodeURIComponent('ü"')}=b`]) {
      assert.throws(
        () => readBody('form-or-json', FORM, Buffer.from(text)),
        (err: unknown) => err instanceof DomainError && /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/.test(err.message),
      );
    }
  });

  test('a form is read in the charset its header names, its escapes, too', () => {
    const ascii = 'grant_type=client_credentials&scope=alerts';
    for (const charset of [
      'ISO-8859-1',
      'iso_8859-1',
      '"windows-1252"',
      'US-ASCII',
      'ISO-8859-15',
      'utf8',
      'shift_jis',
      '',
    ]) {
      const read = parametersOf(`${FORM}; charset=${charset}`, ascii);
      assert.deepEqual(read, { grant_type: 'client_credentials', scope: 'alerts' }, charset);
    }
    const latin = (charset: string, text: string) => {
      const { values } = readBody(
        'form-or-json',
        `${FORM};charset=${charset}`,
        Buffer.from(text, 'latin1'),
      ) as ParameterBody;
      return values.get('name');
    };
    assert.equal(latin('iso-8859-1', 'a=b&name=Jos\xe9+Mu%F1oz%zz'), 'José Muñoz%zz');
    assert.equal(latin('windows-1252', 'name=%80=1'), '€=1');
    assert.equal(latin('iso-8859-15', 'name=%A4'), '€');
    assert.equal(refusalOf('form-or-json', `${FORM}; charset=shift_jis`, 'a=%81'), 'invalid_request');
    assert.equal(refusalOf('form-or-json', `${FORM}; charset=latin1`, 'a=1&%61=2'), 'invalid_request');
  });

  test('decodes a form as forms are', () => {
    assert.deepEqual(parametersOf(FORM, 'a+b=c%20d+e&%C3%BC=%F0%9F%9A%92'), { 'a b': 'c d e', ü: '🚒' });
  });

  for (const text of [
    '{"a":1}',
    '{"a":["b"]}',
    '{"a":{"b":"c"}}',
    '{"a":true}',
    '{',
    '{"a":"b"',
    '{"a":"b"}x',
    '{"__proto__":"x"}',
    '{"a":"\\u0000"}',
    'a=%00',
  ]) {
    test(`${text} is refused as malformed`, () => {
      assert.equal(refusalOf('form-or-json', FORM, text), 'invalid_request');
    });
  }

  for (const type of [
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonx',
    'json',
    `${FORM}; charset=utf-16`,
    `${FORM}; charset=nonsense`,
  ]) {
    test(`the content type ${type} is refused`, () => {
      assert.equal(refusalOf('form-or-json', type, 'a=b'), 'unsupported_media_type');
    });
  }
});

describe('a body of JSON', () => {
  test('is read as it was sent, with or without a mark of its encoding', () => {
    for (const type of [JSON_TYPE, 'Application/JSON', `${JSON_TYPE}; charset=utf-8`]) {
      assert.deepEqual(readBody('json', type, Buffer.from('{"a":[1,{"ü":null}]}')), { a: [1, { ü: null }] });
    }
    assert.deepEqual(readBody('json', JSON_TYPE, Buffer.from('\ufeff{"a":1}')), { a: 1 });
  });

  test('is read in UTF-8 whatever its header names, else in what that names', () => {
    for (const charset of ['ISO-8859-1', 'us-ascii', 'windows-1252', 'UTF8']) {
      assert.deepEqual(readBody('json', `${JSON_TYPE}; charset=${charset}`, Buffer.from('{"a":"é"}')), { a: 'é' });
    }
    const latin = Buffer.from('{"a":"é"}', 'latin1');
    assert.deepEqual(readBody('json', `${JSON_TYPE}; charset=ISO-8859-1`, latin), { a: 'é' });
    assert.deepEqual(readBody('json', 'application/vnd.alarm+json', Buffer.from('{"a":1}')), { a: 1 });
  });

  for (const type of [undefined, '', FORM, 'text/json', 'text/plain', `${JSON_TYPE}; charset=utf-16`]) {
    test(`without saying so (${type}) is refused`, () => {
      assert.equal(refusalOf('json', type, '{}'), 'unsupported_media_type');
    });
  }

  test('is absent where only its header came', () => {
    assert.equal(readBody('json', JSON_TYPE, Buffer.alloc(0)), undefined);
  });

  for (const text of [
    ' ',
    '{',
    'canary',
    '{"canary":}',
    '{"a":1}{"b":2}',
    "{'a':1}",
    '{"a":01}',
    '{"x":{"__proto__":{}}}',
    '{"\\u0000":1}',
    '{"a":["\\u0000"]}',
  ]) {
    test(`${JSON.stringify(text)} is refused as malformed`, () => {
      assert.equal(refusalOf('json', JSON_TYPE, text), 'invalid_request');
    });
  }

  test('that is not UTF-8 is refused', () => {
    assert.equal(refusalOf('json', JSON_TYPE, Buffer.from([0x22, 0xff, 0x22])), 'invalid_request');
    assert.equal(refusalOf('form-or-json', FORM, Buffer.from([0x61, 0x3d, 0xc3])), 'invalid_request');
  });
});

describe('a route without a body', () => {
  test('reads none, whatever came', () => {
    assert.equal(readBody('none', JSON_TYPE, Buffer.from('{')), undefined);
  });
});
