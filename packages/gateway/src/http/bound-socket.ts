import type { WebSocket } from '@fastify/websocket';
import { TokenBuckets } from '../authorization/limits/limits.ts';
import type { Clock } from '../kernel/clock.ts';

/**
 * What may wait for a socket that takes nothing, whatever was sent: events stop long before, at their own bound, and beyond it a
 * confirmation, a refusal, a warning, a position or a pong ends the socket.
 */
export const UNTAKEN_BYTES = 65_536;
/** Twenty a second, and what a client sends at once when it opens its channels. */
const COMMANDS_A_MINUTE = 1_200;
const COMMANDS_AT_ONCE = 100;
const CLOSED_WITHIN_MS = 2_000;
const UNANSWERED_PINGS = 3;
/** RFC 6455 section 7.4.1: a policy was violated. */
const POLICY_VIOLATION = 1008;

/** How many messages and pings each socket may send. */
export function commandLimits(clock: Clock): TokenBuckets {
  return new TokenBuckets(COMMANDS_A_MINUTE, clock, COMMANDS_AT_ONCE);
}

/**
 * Bounds what one socket's peer can cause: its pings are answered while it takes the answers, and messages beyond its allowance
 * end the socket by `onTooMany`. Call once a socket, with an id of its own.
 */
export function boundSocket(
  socket: WebSocket,
  { commands, id, onTooMany }: { commands: TokenBuckets; id: string; onTooMany?: () => void },
): void {
  const mayCome = () => {
    if (commands.take(id) === 0) return true;
    if (onTooMany !== undefined) onTooMany();
    else closeSocket(socket, POLICY_VIOLATION, 'too_many_requests');
    return false;
  };
  socket.on('ping', (data) => {
    if (!mayCome()) return;
    if (socket.bufferedAmount < UNTAKEN_BYTES) socket.pong(data);
    else socket.terminate();
  });
  socket.on('message', mayCome);
}

function closeSocket(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  setTimeout(() => socket.terminate(), CLOSED_WITHIN_MS).unref();
}

/** A WebSocket as the hub sees it. A peer that does not close, owes three pongs or takes nothing is cut off. */
export function streamSocketOf(socket: WebSocket) {
  let unanswered = 0;
  socket.on('pong', () => {
    unanswered = 0;
  });
  return {
    bufferedBytes: () => socket.bufferedAmount,
    send(frame: Buffer, taken?: () => void) {
      // Whoever waits until a frame is taken sends no more before; what nobody waits for would wait here without end.
      if (taken === undefined && socket.bufferedAmount >= UNTAKEN_BYTES) {
        socket.terminate();
        return;
      }
      // A frame that fails to leave is not taken; the socket's close ends the subscription.
      socket.send(frame, { binary: false }, taken && ((err?: Error | null) => (err ? undefined : taken())));
    },
    ping() {
      unanswered += 1;
      if (unanswered > UNANSWERED_PINGS) socket.terminate();
      else if (socket.bufferedAmount < UNTAKEN_BYTES) socket.ping();
    },
    close: (code: number, reason: string) => closeSocket(socket, code, reason),
  };
}
