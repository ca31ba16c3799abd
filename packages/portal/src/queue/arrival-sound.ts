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

/** Whether this workstation wants to hear arrivals: off until somebody switches it on; the browser remembers. */
export function useArrivalSound(arrivals: ReadonlySet<string>): [isOn: boolean, switchTo: (isOn: boolean) => void] {
  const [isOn, switchTo] = useLocalStorage({ key: 'sallyport-arrival-sound', defaultValue: false });
  const heard = useRef(arrivals.size);
  useEffect(() => {
    if (isOn && arrivals.size > heard.current) playArrival();
    heard.current = arrivals.size;
  }, [isOn, arrivals.size]);
  return [isOn, switchTo];
}
