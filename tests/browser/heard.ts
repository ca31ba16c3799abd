import type { Page } from 'playwright-core';
import { eventually } from '../../packages/testing/src/barrier.ts';

/** What reaches the loudspeaker of a page, measured behind everything the page does to it. */
export interface Heard {
  /** The state of its audio context; null where it has none. */
  readonly state: AudioContextState | null;
  readonly gain: number;
  /** The loudest sample since `forget`. */
  readonly peak: number;
  /** How often it became loud after half a second of silence. */
  readonly rounds: number;
  /** Seconds the context has played. */
  readonly playedFor: number;
}

interface Probe {
  context: AudioContext | null;
  gain: AudioParam | null;
  peak: number;
  rounds: number;
  loudAt: number;
  /** It was silent for half a second, or was not heard yet. */
  isSilent: boolean;
}

/** What the page writes to its console once its sound has a context, and the browser was asked to play it. */
const BEGUN = 'the sound of the page begins';

declare global {
  var soundProbe: Probe;
}

/** From the page's next document on, an analyser measures whatever is connected to the loudspeaker. */
export async function measureSound(page: Page): Promise<void> {
  await page.addInitScript((begun) => {
    const unheard = { peak: 0, rounds: 0, loudAt: Number.NEGATIVE_INFINITY, isSilent: true };
    const probe: Probe = { context: null, gain: null, ...unheard };
    globalThis.soundProbe = probe;
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...to: unknown[]) => AudioNode;
    AudioNode.prototype.connect = function tap(this: AudioNode, ...to: unknown[]) {
      if (to[0] instanceof AudioDestinationNode) {
        // biome-ignore lint/suspicious/noConsole: the one way out of a page that is no touch of it.
        console.debug(begun);
        const analyser = new AnalyserNode(this.context, { fftSize: 4096 });
        connect.call(this, analyser);
        probe.context = this.context as AudioContext;
        probe.gain = this instanceof GainNode ? this.gain : null;
        const samples = new Float32Array(analyser.fftSize);
        setInterval(() => {
          if (this.context.state !== 'running') return;
          analyser.getFloatTimeDomainData(samples);
          const level = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
          probe.peak = Math.max(probe.peak, level);
          const hasPaused = this.context.currentTime - probe.loudAt > 0.5;
          // On a crowded machine the page may measure less than twice a second: a pause is one that was measured.
          if (level < 0.001) {
            probe.isSilent ||= hasPaused;
            return;
          }
          if (probe.isSilent) probe.rounds += 1;
          probe.isSilent = false;
          probe.loudAt = this.context.currentTime;
        }, 25);
      }
      return connect.apply(this, to);
    } as AudioNode['connect'];
  }, BEGUN);
}

/** Resolves once the browser was asked for the sound of the page's next document, without touching the page. */
export async function whenSoundBegins(page: Page): Promise<void> {
  await page.waitForEvent('console', (message) => message.text() === BEGUN);
}

export function heardOn(page: Page): Promise<Heard> {
  return page.evaluate(() => {
    const { context, gain, peak, rounds } = soundProbe;
    return {
      state: context?.state ?? null,
      gain: gain?.value ?? 0,
      peak,
      rounds,
      playedFor: context?.currentTime ?? 0,
    };
  });
}

/** Starts measuring anew. */
export async function forgetHeard(page: Page): Promise<void> {
  await page.evaluate(() =>
    Object.assign(soundProbe, { peak: 0, rounds: 0, loudAt: Number.NEGATIVE_INFINITY, isSilent: true }),
  );
}

/** Resolves once the page sounds: its context runs, its gain is over zero, and a signal comes out. */
export async function whenHeard(page: Page, rounds = 1): Promise<Heard> {
  await eventually(async () => {
    const { state, gain, peak, rounds: heard } = await heardOn(page);
    return state === 'running' && gain > 0 && peak > 0.005 && heard >= rounds;
  });
  return heardOn(page);
}

/** Resolves once the page has played longer than any pattern is; returns what came out meanwhile. */
export async function overOnePattern(page: Page): Promise<Heard> {
  const { playedFor } = await heardOn(page);
  const played = (seconds: number) => eventually(async () => (await heardOn(page)).playedFor > playedFor + seconds);
  // What the analyser still holds of before.
  await played(0.3);
  await forgetHeard(page);
  await played(3.5);
  return heardOn(page);
}
