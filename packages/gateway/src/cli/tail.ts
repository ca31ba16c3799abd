import { readFile } from 'node:fs/promises';
import type { StreamItem } from '@sallyport/client/streams';
import { type Call, defineCommand, UsageError, value } from './command.ts';
import { signalled } from './end-signals.ts';
import { replaceFile } from './files/replace-file.ts';
import type { Connection } from './profiles/connect.ts';
import { numberOf, PROFILED, withProfile } from './with-profile.ts';

const STREAMS = ['alerts', 'incidents'] as const;
const MOST = 1_000_000_000;

/** What is printed of any stream's event: its type, when, about what, and the rest. */
interface Shown {
  readonly type: string;
  readonly at: string;
  readonly about: string;
  readonly body: unknown;
}

interface Following {
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}

async function* alertsOf(server: Connection, following: Following): AsyncGenerator<StreamItem<Shown>, void> {
  for await (const item of server.rapidsos().stream(following)) {
    if (item.kind === 'resync') yield item;
    else {
      const { event: type, timestamp, body } = item.event;
      const about = item.event.event === 'location.prevalidation' ? '' : item.event.body.alert_id;
      yield { ...item, event: { type, at: new Date(timestamp).toISOString(), about, body } };
    }
  }
}

async function* incidentsOf(server: Connection, following: Following): AsyncGenerator<StreamItem<Shown>, void> {
  for await (const item of server.prepared().stream(following)) {
    if (item.kind === 'resync') yield item;
    else {
      const { type, created_at, id } = item.event;
      yield { ...item, event: { type, at: created_at, about: id, body: item.event } };
    }
  }
}

/** The cursor of a run before; nothing where there was none. */
async function cursorIn(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`--cursor-file: ${file} cannot be read: ${(err as NodeJS.ErrnoException).code}`);
  }
}

function lineOf({ type, at, about, body }: Shown, style: Call['style']): string {
  const said = JSON.stringify(body);
  return `${style('dim', at)}  ${style('bold', type)}  ${about}\n    ${said}\n`;
}

function show(call: Call, item: StreamItem<Shown>): void {
  if (item.kind === 'event') {
    const { event, cursor } = item;
    call.print({ kind: 'event', cursor, ...event }, () => lineOf(event, call.style));
  } else if (call.isJson) call.print(item, '');
  else call.note(`Something may have been missed: ${item.detail}`);
}

export const tailCommand = defineCommand({
  words: ['tail'],
  operand: { name: 'STREAM', sentence: `${STREAMS.join(' or ')}; alerts where it is left out`, choices: STREAMS },
  options: {
    after: value('cursor', 'Go on after the event with this cursor; from now on where it is left out'),
    'cursor-file': value('file', 'Go on where the run before ended, and keep the place in this file'),
    count: value('number', 'End after so many events'),
    ...PROFILED,
  },
  serverOptions: 'none',
  sentence: 'Print events as they come, over as many connections as it takes, until Ctrl+C',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { operand = 'alerts', options } = call;
      if (!STREAMS.some((name) => name === operand)) throw new UsageError(`STREAM must be ${STREAMS.join(' or ')}`);
      const file = options['cursor-file'];
      const after = options.after ?? (await cursorIn(file));
      const count = numberOf('count', options.count, MOST, MOST);
      const ending = new AbortController();
      void signalled().then(() => ending.abort());
      call.unread.addEventListener('abort', () => ending.abort());
      const following = { after, signal: ending.signal };
      const items = operand === 'alerts' ? alertsOf(server, following) : incidentsOf(server, following);
      let printed = 0;
      for await (const item of items) {
        show(call, item);
        await call.flush();
        // What was printed is not printed again; what was not, is.
        if (call.unread.aborted) break;
        if (item.kind === 'event' && item.cursor !== null && file !== undefined)
          await replaceFile(file, `${item.cursor}\n`);
        printed += item.kind === 'event' ? 1 : 0;
        if (printed >= count) break;
      }
      return 0;
    }),
});
