import type { Spread } from './latencies.ts';
import type { NationOptions } from './nation-options.ts';
import type { Row } from './row.ts';
import type { HourResult, PhaseUse } from './run-hour.ts';

export const HEADING = [
  'work',
  'asked',
  'done',
  'refused',
  'lost',
  'doubled',
  'p50 ms',
  'p99 ms',
  'p99 in the surge',
  'p99 afterwards',
];

/** A main thread that is busier than this answers late. */
const BUSY_AT_MOST = 0.8;

const figure = (spread: Spread | undefined, of: 'p50' | 'p99') => spread?.[of]?.toFixed(1) ?? '-';

function refusedOf({ refused }: Row): string {
  const entries = Object.entries(refused).map(([status, count]) =>
    status === '0' ? `${count} unanswered` : `${count} × ${status}`,
  );
  return entries.length === 0 ? '0' : entries.join(', ');
}

export function tableRow(row: Row): string[] {
  const { title, asked, done, lost, doubled, spreads } = row;
  return [
    title,
    ...[asked, done].map(String),
    refusedOf(row),
    ...[lost, doubled].map(String),
    figure(spreads['the hour'], 'p50'),
    figure(spreads['the hour'], 'p99'),
    figure(spreads['surge'], 'p99'),
    figure(spreads['recovery'], 'p99'),
  ];
}

const seconds = (value: number) => value.toFixed(3);
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

function useSentence(name: string, { server, mainThread, database, generator, listeners }: PhaseUse): string {
  const parts = [
    `servers ${seconds(server)}`,
    `(busiest main thread ${seconds(mainThread)})`,
    ...(database === 0 ? [] : [`database ${seconds(database)}`]),
    `generator ${seconds(generator)}`,
    `listeners ${seconds(listeners)}`,
  ];
  return `- CPU seconds a second, ${name}, measured: ${parts.join(', ')}`;
}

/** The share that so many cores of their own would hold, from the CPU seconds of the hour. */
function computedShare({ share }: NationOptions, { server, mainThread, database }: PhaseUse, cores: number): string {
  const byThreads = (share * BUSY_AT_MOST) / mainThread;
  const byCores = (share * BUSY_AT_MOST * cores) / (server + database);
  const limit = byThreads < byCores ? "one process's main thread" : 'the cores';
  return `${Math.min(byThreads, byCores).toFixed(2)} (${limit} ${BUSY_AT_MOST * 100} % busy)`;
}

/** What was measured besides the table, and what is computed from it. */
export function notesOf(options: NationOptions, result: HourResult): string[] {
  const { use, residentBytes, databaseBytes, bytesAnEvent, reasons } = result;
  const hour = use.get('the hour');
  const cores = options.engine === 'sqlite' ? 2 : 4;
  const facts = [
    ...[...use].map(([name, each]) => useSentence(name, each)),
    `- memory of the servers, most at the end of a phase, measured: ${megabytes(residentBytes)} MB`,
    `- database, measured: ${megabytes(databaseBytes)} MB; ${Math.round(bytesAnEvent)} bytes an event, with everything written beside it`,
    ...(hour === undefined
      ? []
      : [
          `- share that ${cores} cores without the generator would hold, computed: ${computedShare(options, hour, cores)}`,
        ]),
    ...reasons.map((reason) => `- seen: ${reason}`),
  ];
  return [facts.join('\n')];
}
