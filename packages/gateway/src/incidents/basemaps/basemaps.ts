import type { BigIntStats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../../kernel/errors.ts';
import type { ByteRange } from '../media/read-media.ts';
import { type ArchiveFacts, readArchive } from './archive.ts';

/** The folder of the data folder with the installation's maps. */
export const BASEMAP_FOLDER = 'maps';
/** A file name that is served; it names no other folder. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}\.pmtiles$/;
const PIECE_BYTES = 262_144;

export const isBasemapName = (name: string): boolean => NAME.test(name);

/** One file of the folder; without `facts` it is not drawn, and `fault` states why. */
export type BasemapFile = { readonly name: string; readonly sizeBytes: number } & (
  | { readonly facts: ArchiveFacts; readonly fault: null }
  | { readonly facts: null; readonly fault: string }
);

export interface OpenBasemap {
  readonly sizeBytes: number;
  /** Strong: another file has another (RFC 9110 section 8.8.1). */
  readonly etag: string;
  /** These bytes, a piece at a time. Throws where the file was replaced or removed meanwhile. */
  read(range: ByteRange): AsyncGenerator<Buffer>;
}

const etagOf = ({ ino, mtimeNs, size }: BigIntStats) =>
  `"${[ino, mtimeNs, size].map((n) => n.toString(36)).join('-')}"`;

/** The PMTiles files of one folder, which may come and go while the server runs. */
export class Basemaps {
  readonly #folder: string;
  readonly #known = new Map<string, { etag: string; file: BasemapFile }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What is there now, by name; a file is read again only once it is another. */
  async list(): Promise<BasemapFile[]> {
    const found = await readdir(this.#folder).catch((err: NodeJS.ErrnoException) => {
      if (err.code === 'ENOENT') return [];
      throw err;
    });
    const names = found.filter(isBasemapName).sort();
    for (const name of this.#known.keys()) if (!names.includes(name)) this.#known.delete(name);
    const files = await Promise.all(names.map((name) => this.#fileOf(name)));
    return files.filter((file) => file !== null);
  }

  async #fileOf(name: string): Promise<BasemapFile | null> {
    const path = join(this.#folder, name);
    const stats = await stat(path, { bigint: true }).catch(() => null);
    if (stats === null || !stats.isFile()) return null;
    const etag = etagOf(stats);
    const known = this.#known.get(name);
    if (known?.etag === etag) return known.file;
    const shared = { name, sizeBytes: Number(stats.size) };
    const file: BasemapFile = await readArchive(path).then(
      (facts) => ({ ...shared, facts, fault: null }),
      (err: Error) => ({ ...shared, facts: null, fault: err.message }),
    );
    this.#known.set(name, { etag, file });
    return file;
  }

  /** Refuses with `not_found` what the folder does not have. */
  async open(name: string): Promise<OpenBasemap> {
    const path = join(this.#folder, name);
    const stats = isBasemapName(name) ? await stat(path, { bigint: true }).catch(() => null) : null;
    if (stats === null || !stats.isFile()) throw refuse.notFound({ description: 'No map of this name' });
    const etag = etagOf(stats);
    return {
      sizeBytes: Number(stats.size),
      etag,
      // Opened by the first read, so that an answer that nobody reads leaves nothing open.
      async *read({ first, last }) {
        const handle = await open(path, 'r');
        try {
          if (etagOf(await handle.stat({ bigint: true })) !== etag) throw new Error('the map was replaced meanwhile');
          for (let at = first; at <= last; ) {
            const piece = Buffer.alloc(Math.min(PIECE_BYTES, last - at + 1));
            const { bytesRead } = await handle.read(piece, 0, piece.length, at);
            if (bytesRead === 0) throw new Error('the map was cut off meanwhile');
            yield piece.subarray(0, bytesRead);
            at += bytesRead;
          }
        } finally {
          await handle.close();
        }
      },
    };
  }
}
