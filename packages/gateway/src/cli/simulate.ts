import { randomInt } from 'node:crypto';
import { defineCommand, UsageError, value } from './command.ts';
import { signalled } from './end-signals.ts';
import { Performance } from './simulation/perform.ts';
import { type Story, sendStories } from './simulation/story.ts';

const DEFAULT_URL = 'http://127.0.0.1:8911';
const DEFAULT_RATE = '6';

function numberOf(name: string, given: string, range: { least: number; most: number; isWhole?: boolean }): number {
  const value = Number(given);
  const { least, most, isWhole = false } = range;
  if (given.trim() === '' || !(value >= least && value <= most) || (isWhole && !Number.isInteger(value))) {
    throw new UsageError(`--${name} is a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`);
  }
  return value;
}

function urlOf(given: string): string {
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
    throw new UsageError('--url is where the server answers, as in http://127.0.0.1:8911');
  }
  return given.replace(/\/$/, '');
}

/** So many of the stories, and only those that begin within so many minutes. */
function* within(stories: Iterable<Story>, count: number, minutes: number): Generator<Story> {
  for (const story of stories) {
    if (story.number > count || story.startsAtSeconds >= minutes * 60) return;
    yield story;
  }
}

export const simulateCommand = defineCommand({
  words: ['simulate'],
  options: {
    url: value('url', `Where the server answers; ${DEFAULT_URL} where it is left out`),
    rate: value('number', `Incidents a minute; ${DEFAULT_RATE} where it is left out`),
    seed: value('number', 'The same number gives the same incidents'),
    minutes: value('number', 'Stop after so many minutes'),
    count: value('number', 'Stop after so many incidents'),
    speed: value('times', 'How many times faster than life'),
  },
  serverOptions: 'none',
  sentence:
    "Make a running sandbox alive: calls that move and talk, alerts of every type, until Ctrl+C or the story's end",
  async run(call) {
    const { options } = call;
    const url = urlOf(options.url ?? DEFAULT_URL);
    const rate = numberOf('rate', options.rate ?? DEFAULT_RATE, { least: 0.1, most: 600 });
    const seed = numberOf('seed', options.seed ?? String(randomInt(1_000_000)), {
      least: 0,
      most: 4_294_967_295,
      isWhole: true,
    });
    const speed = numberOf('speed', options.speed ?? '1', { least: 0.1, most: 1_000 });
    const count =
      options.count === undefined ? Infinity : numberOf('count', options.count, { least: 1, most: 1e9, isWhole: true });
    const minutes =
      options.minutes === undefined ? Infinity : numberOf('minutes', options.minutes, { least: 0.01, most: 1e6 });

    const stop = new AbortController();
    void signalled().then(() => stop.abort());
    call.unread.addEventListener('abort', () => stop.abort());
    const print = (line: string) => {
      if (!call.isJson) call.print(null, `${line}\n`);
    };
    print(`Simulating on ${url}, ${rate} incidents a minute, seed ${seed}; Ctrl+C stops`);
    const performance = new Performance({ url, speed, stop: stop.signal, print });
    await performance.perform(within(sendStories(seed, rate), count, minutes));
    call.print({ url, seed, ...performance.tally }, `${performance.summary()}\n`);
    const isUnread = performance.tally.happenings === 0 && performance.tally.failures > 0;
    return isUnread ? 1 : 0;
  },
});
