import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyServerFactory } from 'fastify';
import { addressKey } from '../kernel/address.ts';
import { type ClientAddresses, peerOf } from './client-address.ts';
import { FirstReads } from './first-reads.ts';

/** 0 switches a limit off. */
export interface ConnectionLimits {
  readonly connectionsPerAddress: number;
  readonly connectionsInAll: number;
  readonly requestsPerConnection: number;
}

/** So many of those that waited are passed on between two looks at what else has come. */
const PASSED_A_TURN = 16;
/** Requests of all connections that were read and wait for the one before: up to ten kilobytes each. */
const WAITING_IN_ALL = 1_000;
const TOO_MANY = [
  'HTTP/1.1 429 Too Many Requests',
  'Retry-After: 5',
  'Content-Type: text/plain',
  'Content-Length: 35',
  'Connection: close',
  '',
  'Too many connections of one address',
].join('\r\n');

interface Timeouts {
  readonly http?: ServerOptions;
  readonly keepAliveTimeout?: number;
  readonly requestTimeout?: number;
  readonly connectionTimeout?: number;
}

interface Connection {
  readonly socket: Socket;
  inFlight: number;
  /** True while it is among those whose turn comes. */
  isNext: boolean;
  readonly waiting: [IncomingMessage, ServerResponse][];
}

/**
 * What a connection may cost before anybody is known. An address has so many connections, but a declared proxy as many as it
 * likes. Of a connection so many requests are answered at a time; Node parses what has arrived, so the rest of those waits here
 * and nothing more is read until they had their turn. An answer counts until its client has taken it.
 */
export class ConnectionGate {
  readonly #limits: ConnectionLimits;
  readonly #addresses: ClientAddresses;
  readonly #onRefused: () => void;
  readonly #counts = new Map<string, number>();
  readonly #connections = new WeakMap<Socket, Connection>();
  /** Connections whose next request may be answered, in turn. */
  #next: Connection[] = [];
  #isTurnDue = false;
  #waiting = 0;
  readonly #firstReads = new FirstReads();

  /** `onRefused` is called for each connection that was refused or ended. */
  constructor(limits: ConnectionLimits, addresses: ClientAddresses, onRefused: () => void) {
    this.#limits = limits;
    this.#addresses = addresses;
    this.#onRefused = onRefused;
  }

  /** As Fastify makes its own server, with this gate before it. */
  get serverFactory(): FastifyServerFactory {
    return (handle, options) => {
      const { http, keepAliveTimeout, requestTimeout, connectionTimeout } = options as Timeouts;
      const limited = this.#limit(handle as RequestListener);
      const server = createServer(http ?? {}, limited);
      // RFC 9110 section 10.1.1: an expectation that is not known may be left out of account.
      server.on('checkExpectation', limited);
      if (keepAliveTimeout !== undefined) server.keepAliveTimeout = keepAliveTimeout;
      if (requestTimeout !== undefined) server.requestTimeout = requestTimeout;
      server.setTimeout(connectionTimeout ?? 0);
      this.#watch(server);
      return server;
    };
  }

  /** Counts the server's connections. */
  #watch(server: Server): void {
    if (this.#limits.connectionsInAll > 0) server.maxConnections = this.#limits.connectionsInAll;
    server.on('drop', this.#onRefused);
    server.on('connection', (socket) => {
      this.#count(socket);
      this.#firstReads.opened(socket);
    });
    server.prependListener('upgrade', ({ socket }: IncomingMessage) => {
      // What comes after a request that is not answered yet would be sent into the middle of its answer.
      if ((this.#connections.get(socket)?.inFlight ?? 0) > 0) socket.destroy();
    });
  }

  /** Passes requests on to the handler as their connections may have them answered. */
  #limit(handle: RequestListener): RequestListener {
    const { requestsPerConnection } = this.#limits;
    if (requestsPerConnection === 0) return handle;
    return (request, response) => {
      const { socket } = request;
      this.#firstReads.requested(socket);
      const connection = this.#of(socket);
      if (connection.inFlight < requestsPerConnection && connection.waiting.length === 0) {
        this.#pass(connection, handle, request, response);
      } else if (socket.destroyed) {
        // The rest of what had arrived of a connection that was ended.
      } else if (this.#waiting >= WAITING_IN_ALL) {
        this.#onRefused();
        socket.destroy();
      } else {
        this.#waiting += 1;
        connection.waiting.push([request, response]);
        socket.pause();
      }
    };
  }

  #of(socket: Socket): Connection {
    const known = this.#connections.get(socket);
    if (known !== undefined) return known;
    const connection: Connection = { socket, inFlight: 0, isNext: false, waiting: [] };
    this.#connections.set(socket, connection);
    // Node itself resumes a socket when an answer leaves it; what waits here is still to be answered first.
    socket.on('resume', () => {
      if (connection.waiting.length > 0) socket.pause();
    });
    socket.once('close', () => {
      this.#waiting -= connection.waiting.length;
      connection.waiting.length = 0;
    });
    return connection;
  }

  #pass(connection: Connection, handle: RequestListener, request: IncomingMessage, response: ServerResponse): void {
    connection.inFlight += 1;
    response.once('close', () => {
      connection.inFlight -= 1;
      this.#await(connection, handle);
    });
    handle(request, response);
  }

  /** Puts a connection where its turn comes, once. */
  #await(connection: Connection, handle: RequestListener): void {
    if (connection.waiting.length === 0 || connection.isNext) return;
    connection.isNext = true;
    this.#next.push(connection);
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    setImmediate(() => this.#turn(handle));
  }

  /** A few requests of as many connections; then other connections' new requests are looked at first. */
  #turn(handle: RequestListener): void {
    const now = this.#next.splice(0, PASSED_A_TURN);
    this.#isTurnDue = this.#next.length > 0;
    if (this.#isTurnDue) setImmediate(() => this.#turn(handle));
    for (const connection of now) {
      connection.isNext = false;
      if (connection.inFlight >= this.#limits.requestsPerConnection) continue;
      const turn = connection.waiting.shift();
      if (turn === undefined) continue;
      this.#waiting -= 1;
      if (connection.waiting.length === 0) connection.socket.resume();
      this.#pass(connection, handle, ...turn);
      this.#await(connection, handle);
    }
  }

  /** Counts a connection of its address, or refuses it. */
  #count(socket: Socket): void {
    const { connectionsPerAddress } = this.#limits;
    if (connectionsPerAddress === 0 || this.#addresses.isProxy(socket.remoteAddress)) return;
    const key = addressKey(peerOf(socket.remoteAddress));
    const count = this.#counts.get(key) ?? 0;
    if (count >= connectionsPerAddress) {
      this.#onRefused();
      socket.end(TOO_MANY, () => socket.destroy());
      return;
    }
    this.#counts.set(key, count + 1);
    socket.once('close', () => {
      const left = (this.#counts.get(key) ?? 1) - 1;
      if (left === 0) this.#counts.delete(key);
      else this.#counts.set(key, left);
    });
  }
}
