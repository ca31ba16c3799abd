import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import { registerHooks } from 'node:module';
import { Socket } from 'node:net';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instrument, type Site } from './instrument.ts';
import { type Entry, type FromServer, RECORDED, SOURCE, type ToServer } from './messages.ts';

// Loaded by `--import` into the server's process, before its first module.

interface Walk {
  readonly entries: Entry[];
  readonly writes: Set<number>;
  isOpen: boolean;
}

/** Where in its walk the code runs that asks. */
interface Place {
  readonly walk: Walk;
  /** The entry whose function is running, or -1 outside the source. */
  readonly entry: number;
}

const source = join(process.env['WALKS_ROOT'] ?? process.cwd(), SOURCE);
const sites: Site[] = [];
const walks = new Map<string, Walk>();
const places = new AsyncLocalStorage<Place>();

function openPlace(): Place | undefined {
  const place = places.getStore();
  return place?.walk.isOpen ? place : undefined;
}

Object.assign(globalThis, {
  walks: {
    current: () => openPlace()?.walk,
    /** Runs the function's body; `madeIn` is the walk in which a callback was made. */
    enter<T>(site: number, body: () => T, madeIn?: Walk): T {
      const place = openPlace();
      if (place === undefined) return body();
      const { walk } = place;
      const entry = walk.entries.push({ site, caller: place.entry, isMadeHere: madeIn === walk }) - 1;
      return places.run({ walk, entry }, body);
    },
  },
});

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
    const path = fileURLToPath(url);
    const file = relative(source, path).replaceAll(sep, '/');
    if (file.startsWith('..')) return nextLoad(url, context);
    return { format: 'module', source: instrument(file, readFileSync(path, 'utf8'), sites), shortCircuit: true };
  },
});

/** The parser of a connection emits in the context of the connection, so each event of the request gets its own. */
function emitWithin(place: Place, emitter: IncomingMessage | ServerResponse): void {
  const emit = emitter.emit.bind(emitter) as (...given: unknown[]) => boolean;
  emitter.emit = (...given: unknown[]) => places.run(place, () => emit(...given));
}

type Emit = (this: Server, event: string, ...given: unknown[]) => boolean;
const prototype = Server.prototype as unknown as { emit: Emit };
const emitOfServer = prototype.emit;
prototype.emit = function emit(event, ...given) {
  if (event === 'listening') {
    const address = this.address();
    if (address !== null && typeof address === 'object') send({ kind: 'listening', port: address.port });
  }
  const [request, response] = given as [IncomingMessage, ServerResponse];
  const name = event === 'request' ? request.headers[RECORDED] : undefined;
  if (typeof name !== 'string') return emitOfServer.call(this, event, ...given);
  const walk: Walk = { entries: [], writes: new Set(), isOpen: true };
  walks.set(name, walk);
  const place = { walk, entry: -1 };
  for (const emitter of [request, response]) emitWithin(place, emitter);
  return places.run(place, () => emitOfServer.call(this, event, ...given));
};

const write = Socket.prototype.write as (...given: unknown[]) => boolean;
Socket.prototype.write = function writeNoted(this: Socket, ...given: unknown[]) {
  const place = openPlace();
  if (place !== undefined && this !== process.stdout && this !== process.stderr) place.walk.writes.add(place.entry);
  return write.apply(this, given);
};

function send(message: FromServer): void {
  process.send?.(message);
}

process.on('message', ({ take }: ToServer) => {
  const walk = walks.get(take);
  if (walk === undefined) throw new Error(`no request had the header ${RECORDED}: ${take}`);
  walk.isOpen = false;
  send({ kind: 'walk', name: take, entries: walk.entries, writes: [...walk.writes], sites });
});
