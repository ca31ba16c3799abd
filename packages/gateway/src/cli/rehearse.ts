import { setTimeout as pause } from 'node:timers/promises';
import { SallyportError, type TokenSource, whatToDo } from '@sallyport/client';
import type { RapidsosClient } from '@sallyport/client/rapidsos';
import type { TriggerRehearsal, TriggerRequest } from '@sallyport/contract';
import { type Call, defineCommand, needed, value } from './command.ts';
import { signalled } from './end-signals.ts';
import { replaceFile } from './files/replace-file.ts';
import { SignedOutError, WrongProfileError } from './profiles/profile.ts';
import { GIVEN_VARIABLES, readVariables } from './read-variables.ts';
import { columns } from './terminal/columns.ts';
import type { Printer } from './terminal/printer.ts';
import { numberOf, PROFILED, type Profiled, withProfile } from './with-profile.ts';

const LONGEST_EVERY_SECONDS = 86_400;
const MOST = 1_000_000_000;

/** What was found on the way: the alert as it would look, or where it ended and why. */
interface Beat {
  readonly at: string;
  readonly holds: boolean;
  readonly took_ms: number;
  readonly rehearsal: TriggerRehearsal | null;
  readonly refusal: { readonly step: 'token' | 'alert'; readonly detail: string; readonly action: string } | null;
}

const OUTCOMES = {
  new: 'it would be a new alert',
  repeat: 'it was sent before: nothing more would be stored',
  further_signal: 'it would be a further signal of an alert that is open',
} as const;

function placeOf({ alert }: TriggerRehearsal): string {
  const { location } = alert;
  if (location === null) return 'unknown';
  const { geodetic, civic } = location;
  const address = [civic.street_1, civic.city, civic.state].filter((part) => part !== null).join(', ');
  const position = geodetic === null ? '' : `${geodetic.latitude}, ${geodetic.longitude}`;
  return [address, position].filter((part) => part !== '').join('; ');
}

/** Each step by its name: what holds, who would be told and how it would look. */
function rowsOf(rehearsal: TriggerRehearsal): readonly (readonly string[])[] {
  const { callflow, phone, center, alert, accept_within_seconds, outcome } = rehearsal;
  const required = callflow.required_variables;
  const asks = `asks it to dispatch, within ${accept_within_seconds} s`;
  const told = callflow.tells_sender.length === 0 ? 'nothing' : callflow.tells_sender.join(', ');
  return [
    ['token', 'is good and may send alerts'],
    ['callflow', `${callflow.name}, ${callflow.requests_dispatch ? asks : 'does not ask for dispatch'}`],
    [
      'variables',
      required.length === 0 ? 'all there; the callflow requires no more' : `all there: ${required.join(', ')}`,
    ],
    [
      'phone',
      phone.number ?? `no number can be read in ${phone.given}: it is kept as it was given, and not found by search`,
    ],
    ['center', `${center.name} (${center.id})`],
    ['told back', told],
    ['outcome', OUTCOMES[outcome]],
    ['looks like', `${alert.emergency_type.display_name}, ${alert.status.display_name}: ${alert.description}`],
    ['where', placeOf(rehearsal)],
  ];
}

async function beat(
  { tokens, rapidsos }: { tokens: TokenSource; rapidsos: RapidsosClient },
  request: TriggerRequest,
  signal?: AbortSignal,
): Promise<{ beat: Beat; error: unknown }> {
  const at = new Date().toISOString();
  const startedAt = performance.now();
  let step: 'token' | 'alert' = 'token';
  const found = (part: Pick<Beat, 'rehearsal' | 'refusal'>): Beat => {
    return { at, holds: part.refusal === null, took_ms: Math.round(performance.now() - startedAt), ...part };
  };
  try {
    await tokens.token(signal);
    step = 'alert';
    return { beat: found({ rehearsal: await rapidsos.rehearse(request, { signal }), refusal: null }), error: null };
  } catch (error) {
    const isOurs = error instanceof SallyportError || error instanceof SignedOutError;
    if (!isOurs) throw error;
    const action = error instanceof SallyportError ? whatToDo(error) : 'sallyport login';
    return { beat: found({ rehearsal: null, refusal: { step, detail: error.message, action } }), error };
  }
}

/** One line of a heartbeat. */
function lineOf({ at, holds, took_ms, rehearsal, refusal }: Beat, style: Printer['style']): string {
  const state = holds ? style('green', 'holds') : style('red', 'FAILS');
  const what = rehearsal === null ? `${refusal?.step}: ${refusal?.detail}` : rehearsal.center.name;
  return `${at}  ${state}  ${took_ms} ms  ${what}\n`;
}

async function keepHeartbeat(file: string | undefined, { at, holds }: Beat): Promise<void> {
  if (file === undefined || !holds) return;
  await replaceFile(file, `${at}\n`);
}

export const rehearseCommand = defineCommand({
  words: ['rehearse'],
  options: {
    callflow: needed('name', 'The callflow, as the operator registered it'),
    ...GIVEN_VARIABLES,
    every: value('seconds', 'Again and again, a line each time, until Ctrl+C; what fails does not end it'),
    count: value('number', 'With --every, end after so many'),
    'heartbeat-file': value('file', 'Write the time into this file whenever it holds: its age is what to watch'),
    ...PROFILED,
  },
  serverOptions: 'none',
  sentence:
    'Go the way of one alert without sending it: token, callflow, variables, phone, who would be told, how it would look',
  run: (call) =>
    withProfile(call.options, async (server) => {
      const { tokens } = server;
      if (tokens === null) throw new WrongProfileError('This needs a client: sign in --with client');
      if (server.addresses.native === null) throw new WrongProfileError('Only Sallyport servers rehearse alerts');
      const { callflow, every } = call.options;
      const request = { callflow, variables: await readVariables(call.options) };
      const once = (signal?: AbortSignal) => beat({ tokens, rapidsos: server.rapidsos() }, request, signal);
      if (every !== undefined) return watch(call, once);
      const { beat: found, error } = await once();
      await keepHeartbeat(call.options['heartbeat-file'], found);
      if (error !== null) {
        if (call.isJson) call.print(found, '');
        throw error;
      }
      const { rehearsal } = found;
      call.print(found, () => (rehearsal === null ? '' : columns(rowsOf(rehearsal))));
      return 0;
    }),
});

/** Null where the signal ended it: nothing was found. */
async function beatUntil(
  signal: AbortSignal,
  once: (signal: AbortSignal) => Promise<{ beat: Beat }>,
): Promise<Beat | null> {
  try {
    return (await once(signal)).beat;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** Repeats it until a signal or the count ends it; exit code 1 where the last one failed. */
async function watch(
  call: Call & {
    readonly options: Profiled & {
      readonly every: string | undefined;
      readonly count: string | undefined;
      readonly 'heartbeat-file': string | undefined;
    };
  },
  once: (signal: AbortSignal) => Promise<{ beat: Beat }>,
): Promise<number> {
  const { options } = call;
  const waitMs = 1000 * numberOf('every', options.every, 1, LONGEST_EVERY_SECONDS);
  const count = numberOf('count', options.count, MOST, MOST);
  const ending = new AbortController();
  void signalled().then(() => ending.abort());
  call.unread.addEventListener('abort', () => ending.abort());
  let holds = true;
  for (let done = 1; !ending.signal.aborted; done += 1) {
    const found = await beatUntil(ending.signal, once);
    if (found === null) break;
    holds = found.holds;
    if (holds) call.print(found, lineOf(found, call.style));
    else call.printFault(found, lineOf(found, call.style));
    await keepHeartbeat(options['heartbeat-file'], found);
    if (done >= count) break;
    await pause(waitMs, undefined, { signal: ending.signal }).catch(() => {});
  }
  return holds ? 0 : 1;
}
