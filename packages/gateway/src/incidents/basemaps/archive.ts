import { type FileHandle, open } from 'node:fs/promises';
import type { Header, PMTiles, Source } from 'pmtiles';
import { refuse } from '../../kernel/errors.ts';

/** What a PMTiles file covers, as it states itself. */
export interface ArchiveFacts {
  readonly bounds: { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Names of its layers, as `roads`. */
  readonly layers: readonly string[];
  /** Plain text; who made the data where the file does not state it is not known. */
  readonly attribution: string | null;
}

const HEADER_BYTES = 127;
/** Directories and metadata of a whole planet are below it; nothing larger is read into memory. */
const READ_AT_MOST_BYTES = 16 * 2 ** 20;
const ATTRIBUTION_CHARACTERS = 300;
/** The layer of the Protomaps schema that a street map cannot be drawn without. */
const NEEDED_LAYER = 'roads';

class OpenFile implements Source {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  getKey(): string {
    return String(this.#handle.fd);
  }

  async getBytes(offset: number, length: number): Promise<{ data: ArrayBuffer }> {
    if (length > READ_AT_MOST_BYTES) throw new Error(`a part of ${length} bytes`);
    const bytes = new Uint8Array(length);
    const { bytesRead } = await this.#handle.read(bytes, 0, length, offset);
    return { data: bytes.buffer.slice(0, bytesRead) };
  }
}

const refused = (description: string) => refuse.invalidRequest({ description });

/** PMTiles version 3, vector tiles, parts that lie within the file, bounds on the earth. */
function checkHeader(header: Header, { sizeBytes, vectorTiles }: { sizeBytes: number; vectorTiles: number }): void {
  const { specVersion, tileType, minLon, minLat, maxLon, maxLat, minZoom, maxZoom } = header;
  if (specVersion !== 3) throw refused(`It is PMTiles version ${specVersion}; version 3 is needed`);
  if (tileType !== vectorTiles) throw refused('Its tiles must be vector tiles (MVT)');
  const ends = [
    header.rootDirectoryOffset + header.rootDirectoryLength,
    header.jsonMetadataOffset + header.jsonMetadataLength,
    header.leafDirectoryOffset + (header.leafDirectoryLength ?? 0),
    header.tileDataOffset + (header.tileDataLength ?? 0),
  ];
  if (ends.some((end) => end > sizeBytes)) throw refused('It ends too early; copy it again');
  const isOnEarth = minLon >= -180 && maxLon <= 180 && minLat >= -90 && maxLat <= 90;
  if (!isOnEarth || minLon >= maxLon || minLat >= maxLat) throw refused('Its bounds must be longitudes and latitudes');
  if (minZoom > maxZoom) throw refused('Its lowest zoom is above its highest');
  if (header.numTileEntries === 0) throw refused('It has no tiles');
}

function layersOf(metadata: unknown): string[] {
  const { vector_layers: layers } = (metadata ?? {}) as { vector_layers?: unknown };
  if (!Array.isArray(layers)) return [];
  return layers.flatMap((layer: { id?: unknown } | null) => (typeof layer?.id === 'string' ? [layer.id] : []));
}

function attributionOf(metadata: unknown): string | null {
  const { attribution } = (metadata ?? {}) as { attribution?: unknown };
  if (typeof attribution !== 'string') return null;
  const text = attribution
    .replace(/<[^>]*>/g, '')
    .replace(/&copy;/g, '©')
    .trim();
  return text === '' ? null : text.slice(0, ATTRIBUTION_CHARACTERS);
}

/**
 * What a file covers. Refuses with `invalid_request` what is not a whole PMTiles file, version 3, of vector tiles with the
 * layers of the Protomaps schema.
 * @see PMTiles version 3 specification, section 3
 */
export async function readArchive(path: string): Promise<ArchiveFacts> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size < HEADER_BYTES) throw refused('It is no PMTiles file: it is shorter than the header of one');
    const start = Buffer.alloc(8);
    await handle.read(start, 0, start.length, 0);
    if (start.toString('latin1', 0, 7) !== 'PMTiles')
      throw refused('It is no PMTiles file: those begin with "PMTiles"');
    if (start[7] !== 3) throw refused(`It is PMTiles version ${start[7]}; version 3 is needed`);
    // Read where a map is added, which few starts do.
    const { PMTiles, TileType } = await import('pmtiles');
    const archive = new PMTiles(new OpenFile(handle));
    const { header, metadata } = await readParts(archive);
    checkHeader(header, { sizeBytes: size, vectorTiles: TileType.Mvt });
    const layers = layersOf(metadata);
    if (!layers.includes(NEEDED_LAYER)) {
      const found = layers.length === 0 ? 'names no layers' : `has ${layers.slice(0, 20).join(', ')}`;
      throw refused(`Its tiles must have the layers of the Protomaps schema, "roads" among them; it ${found}`);
    }
    return {
      bounds: { west: header.minLon, south: header.minLat, east: header.maxLon, north: header.maxLat },
      minZoom: header.minZoom,
      maxZoom: header.maxZoom,
      layers,
      attribution: attributionOf(metadata),
    };
  } finally {
    await handle.close();
  }
}

async function readParts(archive: PMTiles): Promise<{ header: Header; metadata: unknown }> {
  try {
    return { header: await archive.getHeader(), metadata: await archive.getMetadata() };
  } catch (err) {
    throw refuse.invalidRequest({
      description: 'Its directory or metadata cannot be read; copy it again',
      logDetail: String(err),
      cause: err,
    });
  }
}
