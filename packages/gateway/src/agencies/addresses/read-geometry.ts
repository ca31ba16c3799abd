const MAGIC = [0x47, 0x50];
/** Bytes of the envelope after the header, by its kind. */
const ENVELOPES = [0, 32, 48, 48, 64];
const HEADER_BYTES = 8;
const POSITIONS_AT_MOST = 100_000;

/** Reads numbers one after the other, in the byte order that was stated last; a read behind the end throws a `RangeError`. */
class Reading {
  readonly #view: DataView;
  #at: number;
  #isLittle = true;

  constructor(bytes: Uint8Array, at: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  /** The kind of a geometry, and how many numbers each of its positions has. */
  kind(): { kind: number; numbers: number } {
    this.#isLittle = this.#view.getUint8(this.#at) === 1;
    this.#at += 1;
    const code = this.count();
    // ISO adds thousands for Z and M; the older extended form has flags, and may have an SRID.
    const hasSrid = (code & 0x2000_0000) !== 0;
    if (hasSrid) this.#at += 4;
    const flags = ((code & 0x8000_0000) === 0 ? 0 : 1) + ((code & 0x4000_0000) === 0 ? 0 : 1);
    const iso = code & 0xffff;
    const further = Math.floor(iso / 1_000);
    return { kind: iso % 1_000, numbers: 2 + (further === 3 ? 2 : Math.min(further, 1)) + flags };
  }

  count(): number {
    const value = this.#view.getUint32(this.#at, this.#isLittle);
    this.#at += 4;
    return value;
  }

  position(numbers: number): [number, number] {
    const [x, y] = [
      this.#view.getFloat64(this.#at, this.#isLittle),
      this.#view.getFloat64(this.#at + 8, this.#isLittle),
    ];
    this.#at += 8 * numbers;
    return [x, y];
  }

  positions(numbers: number): [number, number][] {
    const count = this.count();
    if (count > POSITIONS_AT_MOST) throw new RangeError(`${count} positions`);
    return Array.from({ length: count }, () => this.position(numbers));
  }
}

/** A point, a line or several of either; null of every other geometry, whose kind is left unread. */
function geometryIn(reading: Reading): { type: string; coordinates: unknown } | null {
  const { kind, numbers } = reading.kind();
  if (kind === 1) return { type: 'Point', coordinates: reading.position(numbers) };
  if (kind === 2) return { type: 'LineString', coordinates: reading.positions(numbers) };
  if (kind !== 4 && kind !== 5) return null;
  const count = reading.count();
  if (count > POSITIONS_AT_MOST) throw new RangeError(`${count} parts`);
  const coordinates = Array.from({ length: count }, () => {
    const part = reading.kind();
    return kind === 4 ? reading.position(part.numbers) : reading.positions(part.numbers);
  });
  return { type: kind === 4 ? 'MultiPoint' : 'MultiLineString', coordinates };
}

/**
 * The point or line of a GeoPackage's geometry as GeoJSON, without height and measure; null of what is empty, of another kind, or no
 * geometry.
 * @see OGC 12-128r19 section 2.1.3
 */
export function readGeometry(bytes: unknown): { type: string; coordinates: unknown } | null {
  if (!(bytes instanceof Uint8Array) || bytes.length < HEADER_BYTES) return null;
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) return null;
  const flags = bytes[3] ?? 0;
  const isEmpty = (flags & 0b1_0000) !== 0;
  const envelope = ENVELOPES[(flags >> 1) & 0b111];
  if (isEmpty || envelope === undefined) return null;
  try {
    return geometryIn(new Reading(bytes, HEADER_BYTES + envelope));
  } catch (err) {
    if (err instanceof RangeError) return null;
    throw err;
  }
}
