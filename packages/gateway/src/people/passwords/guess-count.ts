import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** What guessing begins with at a dispatch center, and the example of every page about passwords. */
const WORDS_OF_THE_FIELD = [
  ...[
    'dispatch',
    'dispatcher',
    'emergency',
    'nineoneone',
    'sallyport',
    'administrator',
    'changeme',
    'welcometothecenter',
  ],
  'correcthorsebatterystaple',
];
/** Guesses are counted up to here; what comes after makes a password no worse. */
const READ_CHARACTERS = 64;

let estimator: Promise<ZxcvbnFactory> | undefined;

/** The lists take 23 MB and most of a second to unpack. */
async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...dictionary, field: WORDS_OF_THE_FIELD },
    graphs: adjacencyGraphs,
    maxLength: READ_CHARACTERS,
  });
}

async function count(password: string): Promise<number> {
  estimator ??= load();
  return (await estimator).check(password).guessesLog10;
}

/** The thread that counts guesses starts here, told so by its data; elsewhere this file does nothing. */
export const GUESS_COUNT = { place: new URL(import.meta.url), data: 'count-guesses' } as const;

if (!isMainThread && workerData === GUESS_COUNT.data) {
  parentPort?.on('message', async ({ id, password }: { id: number; password: string }) => {
    parentPort?.postMessage({ id, guessesLog10: await count(password) });
  });
}
