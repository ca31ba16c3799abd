import type { IncomingMessage } from 'node:http';

const LONGEST_BODY_BYTES = 1_048_576;

/** The body of what was received, as far as a mebibyte of it; null where the sender left in the middle. */
export async function readReceived(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= LONGEST_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}
