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

/** The lists take 23 MB and most of a second to unpack, which a server that nobody gives a new password need not. */
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

/** How many guesses find it, as a power of ten, by breached passwords, words, rows of keys and repetitions. */
export async function guessesLog10(password: string): Promise<number> {
  estimator ??= load();
  return (await estimator).check(password).guessesLog10;
}
