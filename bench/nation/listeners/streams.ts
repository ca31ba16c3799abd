import WebSocket from 'ws';
import { dealToAgencies } from '../hour.ts';
import { Latencies } from '../latencies.ts';
import type { Audience } from './audience.ts';
import { cable } from './kinds/cable.ts';
import { portal } from './kinds/portal.ts';
import { prepared } from './kinds/prepared.ts';
import { rapidsos } from './kinds/rapidsos.ts';
import { Listener, type StreamDialect } from './listener.ts';
import type { ListenersOrder } from './orders.ts';

const DIALECTS: readonly StreamDialect[] = [portal, prepared, rapidsos, cable];
const AT_ONCE = 64;

type OpenOrder = ListenersOrder & { kind: 'open' };

/** Connects one stream; resolves once it listens. */
function openOne(
  url: string,
  wanted: { dialect: StreamDialect; headers: Record<string, string>; callId: string; listener: Listener },
  audience: Audience,
): Promise<void> {
  const { dialect, headers, callId, listener } = wanted;
  const subscription = dialect.subscription(callId);
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      if (subscription === null) resolve();
      else socket.send(subscription.message);
    });
    socket.on('message', (data) => {
      const text = String(data);
      if (subscription !== null && text.includes(subscription.confirmed)) return resolve();
      const arrival = dialect.read(text);
      if (arrival !== null) listener.take(arrival, audience.phase);
    });
    socket.on('error', reject);
    socket.on('close', (code, reason) =>
      audience.note(`a stream of ${dialect.kind} closed: ${code} ${String(reason)}`),
    );
  });
}

/** Connects every stream of the share, dealt out to agencies as their work is, and to the servers in turn. */
export async function openStreams(
  order: OpenOrder,
  audience: Audience,
  progress: (line: string) => void,
): Promise<void> {
  const { origins, population, scale, prepared: known } = order;
  const wanted = DIALECTS.flatMap((dialect) => {
    const latencies = new Latencies();
    const listeners = dealToAgencies(scale.streams[dialect.kind], scale.agencies).map(
      (agency) => new Listener(agency, dialect.sends, latencies),
    );
    audience.add({ title: dialect.title, listeners, latencies });
    return listeners.map((listener) => ({ dialect, listener }));
  });
  const entries = wanted.entries();
  const open = async () => {
    for (const [index, { dialect, listener }] of entries) {
      const { authorization = '', callId = '' } = known.agencies[listener.agency] ?? {};
      const session = population.agencies[listener.agency]?.person.session ?? '';
      const headers = dialect.headers({ authorization, session });
      const origin = origins[index % origins.length] ?? '';
      await openOne(
        `${origin.replace(/^http/, 'ws')}${dialect.path()}`,
        { dialect, headers, callId, listener },
        audience,
      );
      if (index % 500 === 0) progress(`${index} of ${wanted.length} streams open`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, open));
}
