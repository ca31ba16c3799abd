import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { basemapAnswer, RANGE_AT_MOST_BYTES } from '../../dialects/answers/serve-basemap.ts';
import { DomainError } from '../../kernel/errors.ts';
import { readArchive } from './archive.ts';
import { Basemaps } from './basemaps.ts';
import { addBasemap, removeBasemap } from './keep-basemap.ts';

const KOTKA = fileURLToPath(new URL('../../../../testing/src/maps/kotka.pmtiles', import.meta.url));
const BYTES = readFileSync(KOTKA);

describe('maps in the data folder', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'sallyport-maps-'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  function newFolder(name: string): string {
    const folder = join(dir, name);
    mkdirSync(folder);
    return join(folder, 'maps');
  }
  function written(name: string, bytes: Buffer): string {
    const path = join(dir, name);
    writeFileSync(path, bytes);
    return path;
  }
  function changed(change: (bytes: Buffer) => void): Buffer {
    const bytes = Buffer.from(BYTES);
    change(bytes);
    return bytes;
  }

  test('a real extract states its bounds, zooms, layers and whose data it is', async () => {
    const { bounds, minZoom, maxZoom, layers, attribution } = await readArchive(KOTKA);
    assert.deepEqual(bounds, { west: 26.93, south: 60.52, east: 26.97, north: 60.54 });
    assert.deepEqual([minZoom, maxZoom, attribution], [6, 14, '© OpenStreetMap contributors']);
    assert.ok(layers.includes('roads') && layers.includes('buildings'));
  });

  test('what is no whole street map in PMTiles 3 is refused by name, and nothing is left in the folder', async () => {
    const folder = newFolder('refusals');
    const bad: Record<string, [Buffer, RegExp]> = {
      empty: [Buffer.alloc(0), /shorter than the header/],
      text: [Buffer.alloc(500, 'a'), /begin with "PMTiles"/],
      older: [changed((bytes) => bytes.writeUInt8(2, 7)), /version 2; version 3 is needed/],
      raster: [changed((bytes) => bytes.writeUInt8(2, 99)), /vector tiles/],
      half: [BYTES.subarray(0, 20_000), /ends too early/],
      'header alone': [BYTES.subarray(0, 127), /cannot be read/],
      'huge directory': [changed((bytes) => bytes.writeBigUInt64LE(1n << 40n, 16)), /cannot be read/],
      'damaged directory': [changed((bytes) => bytes.fill(0, 127, 160)), /cannot be read/],
      'bounds off the earth': [changed((bytes) => bytes.writeInt32LE(1_900_000_000, 110)), /longitudes and latitudes/],
      'bounds the wrong way': [changed((bytes) => bytes.writeInt32LE(-1_700_000_000, 110)), /longitudes and latitudes/],
      'zooms the wrong way': [changed((bytes) => bytes.writeUInt8(20, 100)), /lowest zoom/],
    };
    for (const [name, [bytes, why]] of Object.entries(bad)) {
      const adding = addBasemap(folder, written(`${name.replaceAll(' ', '-')}.pmtiles`, bytes));
      await assert.rejects(adding, (err) => err instanceof DomainError && why.test(err.message), name);
    }
    await assert.rejects(addBasemap(folder, written('map.mbtiles', BYTES)), /end in .pmtiles/);
    await assert.rejects(addBasemap(folder, written('.hidden.pmtiles', BYTES)), /letters, digits/);
    assert.deepEqual(await new Basemaps(folder).list(), []);
  });

  test('one that is added is for the server alone, replaces the one before, is seen at once and goes again', async () => {
    const folder = newFolder('whole');
    const maps = new Basemaps(folder);
    assert.deepEqual(await maps.list(), []);
    await addBasemap(folder, KOTKA);
    await addBasemap(folder, KOTKA);
    const [file] = await maps.list();
    assert.equal(file?.name, 'kotka.pmtiles');
    assert.equal(file?.facts?.maxZoom, 14);
    assert.deepEqual(readdirSync(folder), ['kotka.pmtiles']);
    assert.equal(statSync(join(folder, 'kotka.pmtiles')).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    await removeBasemap(folder, 'kotka.pmtiles');
    assert.deepEqual(await maps.list(), []);
    await assert.rejects(removeBasemap(folder, 'kotka.pmtiles'), /No map of this name/);
    await assert.rejects(removeBasemap(folder, '../whole'), /No map of this name/);
  });

  test('a file that was put there by hand and cannot be drawn is named with its fault', async () => {
    const folder = newFolder('by-hand');
    mkdirSync(folder);
    writeFileSync(join(folder, 'broken.pmtiles'), 'x'.repeat(300));
    mkdirSync(join(folder, 'folder.pmtiles'));
    writeFileSync(join(folder, 'notes.txt'), 'x');
    const [file, ...more] = await new Basemaps(folder).list();
    assert.deepEqual([file?.name, more.length], ['broken.pmtiles', 0]);
    assert.match(file?.fault ?? '', /begin with "PMTiles"/);
  });

  describe('are read over HTTP', () => {
    let folder: string;
    before(async () => {
      folder = newFolder('served');
      await addBasemap(folder, KOTKA);
    });
    const ask = async (headers: Record<string, string>, name = 'kotka.pmtiles') => {
      const answer = basemapAnswer({ headers }, await new Basemaps(folder).open(name));
      const pieces: Buffer[] = [];
      for await (const piece of answer.body) pieces.push(piece as Buffer);
      return { status: answer.status, headers: answer.headers ?? {}, bytes: Buffer.concat(pieces) };
    };

    test('[RFC 9110 14.2] in ranges, byte for byte, and whole', async () => {
      const size = BYTES.length;
      for (const [range, first, last] of [
        ['bytes=0-126', 0, 126],
        ['bytes=500-', 500, size - 1],
        ['bytes=-9', size - 9, size - 1],
        [`bytes=7-${size + 50}`, 7, size - 1],
      ] as const) {
        const { status, headers, bytes } = await ask({ range });
        assert.deepEqual([status, headers['content-range']], [206, `bytes ${first}-${last}/${size}`]);
        assert.ok(bytes.equals(BYTES.subarray(first, last + 1)), range);
      }
      for (const range of ['', 'bytes=9-3', 'lines=1-2', 'bytes=0-1,5-6']) {
        const { status, bytes } = await ask({ range });
        assert.deepEqual([status, bytes.equals(BYTES)], [200, true], range);
      }
      await assert.rejects(ask({ range: `bytes=${size}-` }), { code: 'range_not_satisfiable' });
    });

    test('[RFC 9110 13.1.5] a range of another version is answered by the whole file', async () => {
      const { headers } = await ask({ range: 'bytes=0-1' });
      const etag = String(headers['etag']);
      assert.match(etag, /^"[^"]+"$/);
      assert.equal((await ask({ range: 'bytes=0-1', 'if-range': etag })).status, 206);
      assert.equal((await ask({ range: 'bytes=0-1', 'if-range': '"another"' })).status, 200);
      await addBasemap(folder, KOTKA);
      assert.equal((await ask({ range: 'bytes=0-1', 'if-range': etag })).status, 200);
    });

    test('[RFC 9110 15.3.7] one answer to a range is bounded, and states what it is', async () => {
      const large = Buffer.concat([BYTES, Buffer.alloc(RANGE_AT_MOST_BYTES)]);
      writeFileSync(join(folder, 'large.pmtiles'), large);
      const { headers, bytes } = await ask({ range: 'bytes=1-' }, 'large.pmtiles');
      assert.equal(headers['content-range'], `bytes 1-${RANGE_AT_MOST_BYTES}/${large.length}`);
      assert.equal(bytes.length, RANGE_AT_MOST_BYTES);
    });

    test('nothing outside of the folder is reached, and one that is replaced while it is read is not mixed', async () => {
      for (const name of [
        '../served/maps/kotka.pmtiles',
        '..',
        '',
        'other.pmtiles',
        '.kotka.pmtiles',
        'kotka.pmtiles\0',
      ]) {
        await assert.rejects(ask({}, name), { code: 'not_found' }, name);
      }
      const opened = await new Basemaps(folder).open('kotka.pmtiles');
      await addBasemap(folder, KOTKA);
      await assert.rejects(opened.read({ first: 0, last: 9 }).next(), /replaced meanwhile/);
    });
  });
});
