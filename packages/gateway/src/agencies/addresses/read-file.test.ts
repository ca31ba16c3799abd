import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AddressFormat, readFile } from './read-file.ts';

const PIECE = new TextEncoder().encode('a'.repeat(65_536));

/** Reads a file that begins so and goes on for ever; returns how much of it was taken before it was refused, and by which words. */
async function takenOf(format: AddressFormat, beginning: string) {
  let bytes = 0;
  async function* endless() {
    yield new TextEncoder().encode(beginning);
    for (; bytes < 64 * 1_048_576; bytes += PIECE.length) yield PIECE;
  }
  const read = async () => {
    for await (const _ of readFile(format, endless()));
  };
  const words = await read().then(
    () => assert.fail('it was read'),
    (err: Error & { code?: string }) => `${err.code}: ${err.message}`,
  );
  return { bytes, words };
}

for (const [what, format, beginning] of [
  ['a member of the collection', 'geojson', '{"type":"FeatureCollection","name":"'],
  ['a name', 'geojson', '{"'],
  ['a property', 'geojson', '{"type":"FeatureCollection","features":[{"properties":{"St_Name":"'],
  ['a cell', 'csv', 'longitude,latitude\n"'],
  ['a header', 'csv', ''],
] as const) {
  test(`a ${format} file in which ${what} does not end is refused after two megabytes`, async () => {
    const { bytes, words } = await takenOf(format, beginning);
    assert.match(words, /^invalid_request: /);
    assert.ok(bytes < 2_000_000, `${bytes} bytes`);
  });
}
