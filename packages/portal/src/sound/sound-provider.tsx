import { useLocalStorage } from '@mantine/hooks';
import type { IncidentSummary } from '@sallyport/contract';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { isAssailant } from '../incident/assailant.ts';
import { useArrivals } from '../incident/use-arrivals.ts';
import type { RingingAlert } from './ringing.ts';
import { type AudioState, SeatAudio } from './seat-audio.ts';
import { type Sound, SoundContext } from './sound-context.ts';
import { useRinging } from './use-ringing.ts';

export const LEAST_VOLUME = 10;
const USUAL_VOLUME = 50;
const NONE: readonly never[] = [];

interface SoundProviderProps {
  /** The alerts that may ring; undefined until they are read. */
  open: readonly RingingAlert[] | undefined;
  /** The newest incidents: a call or a CAD's incident among them sounds once. */
  newest: readonly IncidentSummary[] | undefined;
  /** What other agencies let this one see since the page was opened: each sounds once. */
  received?: readonly { readonly id: string }[];
  /** True on a page that was opened on these very alerts: what is there then was seen, and what becomes of it rings. */
  isOpenedOnThem?: boolean;
  children: ReactNode;
}

/**
 * Rings on every page below it, once the seat has switched that on, until each alert is acknowledged here, answered by
 * anybody, or over.
 */
export function SoundProvider({ open, newest, received = NONE, isOpenedOnThem = false, children }: SoundProviderProps) {
  const [isOn, switchTo] = useSeatSetting('sallyport-arrival-sound', false);
  const [storedVolume, setVolume] = useSeatSetting('sallyport-sound-volume', USUAL_VOLUME);
  const volume = Math.min(100, Math.max(LEAST_VOLUME, Number(storedVolume) || USUAL_VOLUME));
  const [rings, acknowledge] = useRinging(open, isOpenedOnThem);
  const [state, setState] = useState<AudioState>('off');
  const [audio] = useState(() => new SeatAudio(setState));

  useEffect(() => audio.setVolume(volume / 100), [audio, volume]);
  useEffect(() => {
    if (!isOn) return;
    audio.open();
    return () => audio.close();
  }, [audio, isOn]);
  const pattern =
    rings.length === 0 ? null : rings.some(({ incident }) => isAssailant(incident)) ? 'assailant' : 'arrival';
  useEffect(() => audio.ring(pattern), [audio, pattern]);
  const arrived = useArrivedOthers(newest, received);
  useEffect(() => {
    if (arrived > 0) audio.playOnce('arrival');
  }, [audio, arrived]);

  const sound = useMemo<Sound>(
    () => ({
      isOn,
      switchTo,
      volume,
      setVolume,
      state,
      rings,
      acknowledge,
      test: () => audio.playOnce('arrival'),
    }),
    [isOn, switchTo, volume, setVolume, state, rings, acknowledge, audio],
  );
  return <SoundContext value={sound}>{children}</SoundContext>;
}

/** What this workstation's browser keeps for whoever sits at it. */
function useSeatSetting<T>(key: string, defaultValue: T) {
  const [value, set] = useLocalStorage<T>({ key, defaultValue, getInitialValueInEffect: false });
  return [value, set] as const;
}

/** How many calls, CAD incidents and incidents of other agencies came since the page was opened. */
function useArrivedOthers(
  newest: readonly IncidentSummary[] | undefined,
  received: readonly { readonly id: string }[],
): number {
  const others = useMemo(() => newest?.filter(({ kind }) => kind !== 'alert'), [newest]);
  const arrivals = useArrivals(others, 'seat');
  const seen = useRef<Set<string>>(new Set());
  for (const id of arrivals) seen.current.add(id);
  for (const { id } of received) seen.current.add(id);
  return seen.current.size;
}
