import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useRef } from 'react';

const TONES = [
  { hertz: 880, at: 0 },
  { hertz: 1_174, at: 0.16 },
] as const;
const TONE_SECONDS = 0.14;
const LOUDNESS = 0.2;

let audio: AudioContext | undefined;

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

/**
 * Whether this workstation wants to hear what is new: off until somebody switches it on; the browser remembers. Each of
 * the `causes` sounds once, those of the first list not at all.
 */
export function useArrivalSound(causes: readonly string[]): [isOn: boolean, switchTo: (isOn: boolean) => void] {
  const [isOn, switchTo] = useLocalStorage({ key: 'sallyport-arrival-sound', defaultValue: false });
  const heard = useRef(new Set(causes));
  useEffect(() => {
    const isNew = causes.some((cause) => !heard.current.has(cause));
    heard.current = new Set(causes);
    if (isOn && isNew) playArrival();
  }, [isOn, causes]);
  return [isOn, switchTo];
}
