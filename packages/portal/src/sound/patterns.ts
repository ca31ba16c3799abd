/** A tone of a pattern: its pitch, and when in the pattern it begins and how long it lasts, in seconds. */
interface Tone {
  readonly hertz: number;
  readonly at: number;
  readonly seconds: number;
}

interface Pattern {
  readonly tones: readonly Tone[];
  /** With the silence after its tones: a ring repeats it without a pause of its own. */
  readonly seconds: number;
}

export type PatternName = 'arrival' | 'assailant';

/** What a seat plays: two rising tones every three seconds, or for an active assailant six that alternate, more often. */
const PATTERNS: Readonly<Record<PatternName, Pattern>> = {
  arrival: {
    tones: [
      { hertz: 880, at: 0, seconds: 0.16 },
      { hertz: 1_174, at: 0.18, seconds: 0.2 },
    ],
    seconds: 3,
  },
  assailant: {
    tones: [0, 1, 2, 3, 4, 5].map((index) => ({ hertz: index % 2 === 0 ? 988 : 740, at: index * 0.16, seconds: 0.14 })),
    seconds: 1.6,
  },
};

/** So long a tone takes to come up and to go, so that it does not click. */
const EDGE_SECONDS = 0.008;

/** One round of a pattern as samples between -1 and 1. */
export function renderPattern(name: PatternName, sampleRate: number): Float32Array<ArrayBuffer> {
  const { tones, seconds } = PATTERNS[name];
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  for (const tone of tones) {
    const first = Math.round(tone.at * sampleRate);
    const length = Math.round(tone.seconds * sampleRate);
    for (let index = 0; index < length; index += 1) {
      const t = index / sampleRate;
      const edge = Math.min(1, t / EDGE_SECONDS, (tone.seconds - t) / EDGE_SECONDS);
      samples[first + index] = Math.sin(2 * Math.PI * tone.hertz * t) * Math.max(0, edge);
    }
  }
  return samples;
}
