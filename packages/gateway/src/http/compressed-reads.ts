import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';
import type { Route } from '../dialects/routing/route.ts';

/** How the answers of reads are compressed: JSON above 1 KiB, as the client takes it. */
export const COMPRESSED_READS = {
  threshold: 1_024,
  encodings: ['br' as const, 'gzip' as const],
  customTypes: /(?:\+|\/)json(?:;|$)/,
};

/**
 * True for reads that need credentials. Their answers have no token and no secret in them, so that their length reveals none
 * whoever chose some of their text; what issues one is left as it is (`docs/decisions/0062-what-is-compressed.md`).
 */
export function isCompressedRead({ method, limit, access, isFixed }: Omit<Route<never>, 'handle'>): boolean {
  return method === 'GET' && limit === 'reads' && access.kind !== 'public' && isFixed !== true;
}

/** Makes the routes after it take `compress`; nothing is compressed without, and no request is decompressed. */
export async function takeCompression(app: FastifyInstance): Promise<void> {
  await app.register(compress, { globalCompression: false, globalDecompression: false });
}
