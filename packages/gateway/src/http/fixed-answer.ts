import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { madeOnce } from './made-once.ts';

type Encoding = 'br' | 'gzip';
/** The content in an encoding that was made before, by the build. */
export type Encoded = Readonly<Partial<Record<Encoding, () => Promise<Buffer>>>>;

const COMPRESS: Readonly<Record<Encoding, (body: Buffer) => Promise<Buffer>>> = {
  br: async (body) => compressByBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: async (body) => compressByGzip(body, { level: 9 }),
};
const compressByBrotli = promisify(brotliCompress);
const compressByGzip = promisify(gzip);

const ENCODINGS: Encoding[] = ['br', 'gzip'];

interface Made {
  readonly body: Buffer;
  readonly etag: string;
}

/**
 * An answer that is the same for everybody: made once, compressed once for each encoding, and sent from the same bytes however
 * many take it, or leave it untaken. A repeat with its ETag is 304.
 */
export class FixedAnswer {
  readonly #content: () => Promise<Made>;
  readonly #isCompressed: boolean;
  readonly #compressed: Readonly<Record<Encoding, () => Promise<Buffer>>>;

  /**
   * `isCompressed`: true where the bytes are compressed as they are, as those of a picture. `encoded` is what need not be
   * compressed here.
   */
  constructor(
    make: () => Promise<Buffer | string>,
    { isCompressed = false, encoded = {} }: { isCompressed?: boolean; encoded?: Encoded } = {},
  ) {
    this.#isCompressed = isCompressed;
    this.#content = madeOnce(async () => {
      const body = Buffer.from((await make()) as Buffer);
      // Weak: the encodings of one content share it.
      const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
      return { body, etag };
    });
    const compressed = (encoding: Encoding) =>
      madeOnce(encoded[encoding] ?? (async () => COMPRESS[encoding]((await this.#content()).body)));
    this.#compressed = { br: compressed('br'), gzip: compressed('gzip') };
  }

  /** Sets the headers of the answer and resolves to its body, or to null where the client has it already (304). */
  async encode({ headers }: FastifyRequest, reply: FastifyReply): Promise<Buffer | null> {
    const { body, etag } = await this.#content();
    reply.header('etag', etag);
    if (!this.#isCompressed) reply.header('vary', 'accept-encoding');
    if (isListed(headers['if-none-match'], etag)) {
      reply.code(304);
      return null;
    }
    const encoding = this.#isCompressed ? null : negotiate(String(headers['accept-encoding'] ?? ''), ENCODINGS);
    if (encoding === null) return body;
    const compressed = await this.#compressed[encoding as Encoding]();
    reply.header('content-encoding', encoding);
    return compressed;
  }

  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    return reply.send(await this.encode(request, reply));
  }
}

/** RFC 9110 section 13.1.2: any of the list, compared weakly. */
function isListed(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => bare(tag) === bare(etag));
}

const ANSWERS_KEPT = 20;

/** Fixed answers by their content, for routes whose answer changes now and then, as the published keys do. */
export class FixedAnswers {
  readonly #kept = new LRUCache<string, FixedAnswer>({ max: ANSWERS_KEPT });

  of(content: string): FixedAnswer {
    let answer = this.#kept.get(content);
    if (answer === undefined) {
      answer = new FixedAnswer(async () => content);
      this.#kept.set(content, answer);
    }
    return answer;
  }
}
