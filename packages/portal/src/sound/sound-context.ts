import { createContext, useContext } from 'react';
import type { Ring } from './ringing.ts';
import type { AudioState } from './seat-audio.ts';

/** The sound of this seat: whether it is wanted, how loud, what the browser does with it, and what rings. */
export interface Sound {
  readonly isOn: boolean;
  readonly switchTo: (isOn: boolean) => void;
  /** Percent. */
  readonly volume: number;
  readonly setVolume: (volume: number) => void;
  readonly state: AudioState;
  readonly rings: readonly Ring[];
  /** Ends the ring of those incidents, or of all, at this seat. */
  readonly acknowledge: (incidentIds?: readonly string[]) => void;
  /** Plays the ring once. */
  readonly test: () => void;
}

/** Set by `SoundProvider`; null where a page has no agency whose alerts could ring. */
export const SoundContext = createContext<Sound | null>(null);

export function useSound(): Sound | null {
  return useContext(SoundContext);
}
