import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useRef } from 'react';

const TONES = [
  { hertz: 880, at: 0 },
  { hertz: 1_174, at: 0.16 },
] as const;
const TONE_SECONDS = 0.14;
const LOUDNESS = 0.2;

/** An alert that is new and waits at once is heard of twice. */
const TOGETHER_MS = 1_000;

let audio: AudioContext | undefined;
let soundedAt = -TOGETHER_MS;

/** Two short tones. Silent until the person has touched the page once, as browsers have it. */
export function playArrival(): void {
  audio ??= new AudioContext();
  void audio.resume();
  for (const { hertz, at } of TONES) {
    const tone = new OscillatorNode(audio, { frequency: hertz });
    const loudness = new GainNode(audio, { gain: 0 });
    const start = audio.currentTime + at;
    loudness.gain.setValueAtTime(LOUDNESS, start);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS);
    tone.connect(loudness).connect(audio.destination);
    tone.start(start);
    tone.stop(start + TONE_SECONDS);
  }
}

/** Sounds once for what comes together, whichever part of the page hears of it. */
function soundArrival(): void {
  if (performance.now() - soundedAt < TOGETHER_MS) return;
  soundedAt = performance.now();
  playArrival();
}

/**
 * Whether this workstation wants to hear what is new: off until somebody switches it on; the browser remembers. Each of
 * the `causes` sounds once, those of the first list not at all; undefined while there is no list yet.
 */
export function useArrivalSound(
  causes: readonly string[] | undefined,
): [isOn: boolean, switchTo: (isOn: boolean) => void] {
  const [isOn, switchTo] = useLocalStorage({ key: 'sallyport-arrival-sound', defaultValue: false });
  const heard = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    if (causes === undefined) return;
    const isNew = heard.current !== undefined && causes.some((cause) => !heard.current?.has(cause));
    heard.current = new Set(causes);
    if (isOn && isNew) soundArrival();
  }, [isOn, causes]);
  return [isOn, switchTo];
}
