import { type PatternName, renderPattern } from './patterns.ts';

/**
 * What the browser does with this page's sound. `off`: nothing was asked of it. `silenced`: it holds the sound back until
 * somebody clicks or presses a key. `audible`: it plays. `unavailable`: it cannot play at all.
 */
export type AudioState = 'off' | 'silenced' | 'audible' | 'unavailable';

/** What a person does that a browser takes as leave to play: the events of which at least one comes with each touch or key. */
const GESTURES = ['pointerdown', 'pointerup', 'mousedown', 'touchend', 'keydown', 'click'] as const;
/** The gain at full volume; loudness is heard about as the square of the gain. */
const GAIN_AT_FULL = 0.8;
/** A device that is there advances within this. */
const ADVANCES_WITHIN_MS = 1_500;

/**
 * The sound of one page. What is asked for while the browser keeps it silent is not played later: a ring that is still
 * wanted begins when it may, once, and everything else is forgotten.
 */
export class SeatAudio {
  readonly #onState: (state: AudioState) => void;
  #context: AudioContext | null = null;
  #gain: GainNode | null = null;
  #ring: { readonly name: PatternName; readonly source: AudioBufferSourceNode } | null = null;
  #wanted: PatternName | null = null;
  #volume = 0.5;
  #isStalled = false;
  #check: ReturnType<typeof setTimeout> | undefined;

  constructor(onState: (state: AudioState) => void) {
    this.#onState = onState;
  }

  /** Asks the browser for sound, at once and again at each touch and key for as long as it refuses. */
  open(): void {
    if (this.#context !== null) return;
    try {
      this.#context = new AudioContext();
    } catch {
      this.#onState('unavailable');
      return;
    }
    this.#gain = new GainNode(this.#context, { gain: this.#gainNow() });
    this.#gain.connect(this.#context.destination);
    this.#context.addEventListener('statechange', this.#follow);
    for (const name of GESTURES) document.addEventListener(name, this.#resume, { capture: true, passive: true });
    this.#resume();
    this.#follow();
  }

  close(): void {
    for (const name of GESTURES) document.removeEventListener(name, this.#resume, { capture: true });
    clearTimeout(this.#check);
    this.#stop();
    this.#context?.removeEventListener('statechange', this.#follow);
    void this.#context?.close();
    this.#context = null;
    this.#gain = null;
    this.#onState('off');
  }

  /** From 0 to 1. */
  setVolume(volume: number): void {
    this.#volume = volume;
    if (this.#gain !== null) this.#gain.gain.value = this.#gainNow();
  }

  /** Rings by that pattern until another is wanted, or none. */
  ring(name: PatternName | null): void {
    this.#wanted = name;
    this.#follow();
  }

  /** Plays a pattern once, unless the page is silent or rings. */
  playOnce(name: PatternName): void {
    if (this.#context?.state !== 'running' || this.#ring !== null) return;
    this.#start(name, false);
  }

  readonly #resume = (): void => {
    // A browser that refuses leaves the promise open, or rejects it where the page is being left.
    if (this.#context !== null && this.#context.state !== 'running') this.#context.resume().catch(() => undefined);
  };

  readonly #follow = (): void => {
    if (this.#context === null) return;
    const isRunning = this.#context.state === 'running';
    if (!isRunning) {
      this.#stop();
      this.#isStalled = false;
    } else if (this.#ring?.name !== (this.#wanted ?? undefined)) {
      this.#stop();
      if (this.#wanted !== null) this.#ring = { name: this.#wanted, source: this.#start(this.#wanted, true) };
      this.#checkAdvance();
    }
    this.#onState(isRunning && !this.#isStalled ? 'audible' : 'silenced');
  };

  /** A context that is running and whose time stands still has no device to play on. */
  #checkAdvance(): void {
    const before = this.#context?.currentTime ?? 0;
    clearTimeout(this.#check);
    this.#check = setTimeout(() => {
      if (this.#context === null || this.#context.state !== 'running') return;
      this.#isStalled = this.#context.currentTime === before;
      this.#onState(this.#isStalled ? 'silenced' : 'audible');
    }, ADVANCES_WITHIN_MS);
  }

  #start(name: PatternName, loop: boolean): AudioBufferSourceNode {
    const [context, gain] = [this.#context, this.#gain];
    if (context === null || gain === null) throw new Error('the sound is closed');
    const samples = renderPattern(name, context.sampleRate);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop });
    source.connect(gain);
    source.start();
    return source;
  }

  #stop(): void {
    this.#ring?.source.stop();
    this.#ring?.source.disconnect();
    this.#ring = null;
  }

  #gainNow(): number {
    return GAIN_AT_FULL * this.#volume ** 2;
  }
}
