/** A file that has arrived whole, outside this process's memory, for as long as its request is answered. */
export interface ArrivedFile {
  readonly sizeBytes: number;
  /** Of all its bytes, in hexadecimal. */
  readonly sha256: string;
  /** Its bytes from the start, in pieces of this size but for the last. */
  pieces(sizeBytes: number): AsyncGenerator<Buffer>;
}

const READ_BYTES = 262_144;

/** All of it. For files whose largest size is small. */
export async function wholeOf(file: ArrivedFile): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of file.pieces(READ_BYTES)) pieces.push(piece);
  return Buffer.concat(pieces);
}
