import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTrace, readTrace, traceHeaders, traceparentOf } from './tracing.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

const readTraceparent = (traceparent: unknown) => readTrace({ traceparent });

test('W3C Trace Context section 3.2.2: a traceparent is read, and written as version 00', () => {
  const read = readTraceparent(`00-${TRACE}-${SPAN}-01`);
  assert.deepEqual(read, { traceId: TRACE, spanId: SPAN, flags: 1, tracestate: null });
  assert.equal(read && traceparentOf(read), `00-${TRACE}-${SPAN}-01`);
  assert.equal(readTraceparent(`00-${TRACE}-${SPAN}-00`)?.flags, 0);
  assert.equal(
    readTraceparent(`00-${TRACE}-${SPAN}-ff`)?.flags,
    1,
    'bits that version 00 does not know are not passed on',
  );
});

test('W3C Trace Context section 4.1: a later version may go on after the flags, version 00 may not', () => {
  assert.equal(readTraceparent(`cc-${TRACE}-${SPAN}-01-what-the-future-will-be`)?.traceId, TRACE);
  assert.equal(readTraceparent(`cc-${TRACE}-${SPAN}-01`)?.traceId, TRACE);
  assert.equal(readTraceparent(`cc-${TRACE}-${SPAN}-01.what`), null);
  assert.equal(readTraceparent(`00-${TRACE}-${SPAN}-01-more`), null);
});

test('W3C Trace Context section 4.3: what is not well-formed is as if nothing was sent', () => {
  for (const bad of [
    undefined,
    ['00', TRACE],
    '',
    TRACE,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE.slice(1)}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-1`,
    `00-${TRACE}-${SPAN}-0x`,
    ` 00-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01\n`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
  ]) {
    assert.equal(readTraceparent(bad), null, String(bad));
  }
});

test('W3C Trace Context section 4.3: a tracestate goes with its traceparent, and a bad one without', () => {
  const traceparent = `00-${TRACE}-${SPAN}-01`;
  const headersAfter = (headers: object) => inTrace(readTrace(headers), traceHeaders);
  assert.deepEqual(headersAfter({ traceparent, tracestate: 'rojo=1' }), { traceparent, tracestate: 'rojo=1' });
  assert.deepEqual(headersAfter({ traceparent, tracestate: 'Rojo' }), { traceparent });
  assert.deepEqual(headersAfter({ traceparent: 'nonsense', tracestate: 'rojo=1' }), {});
  assert.deepEqual(headersAfter({ tracestate: 'rojo=1' }), {});
});
