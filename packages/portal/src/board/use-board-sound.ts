import type { BoardRow } from '@sallyport/contract';
import { useEffect, useRef, useState } from 'react';
import { type AudioState, SeatAudio } from '../sound/seat-audio.ts';

const VOLUME = 0.8;

/** Plays once for each incident that comes in after the first look, and whenever somebody tests it. */
export function useBoardSound(rows: readonly BoardRow[] | undefined) {
  const [state, setState] = useState<AudioState>('off');
  const audio = useRef<SeatAudio | null>(null);
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const opened = new SeatAudio(setState);
    opened.setVolume(VOLUME);
    opened.open();
    audio.current = opened;
    return () => opened.close();
  }, []);
  useEffect(() => {
    if (rows === undefined) return;
    const before = known.current;
    if (before !== null && rows.some(({ id }) => !before.has(id))) audio.current?.playOnce('arrival');
    known.current = new Set(rows.map(({ id }) => id));
  }, [rows]);
  return { state, test: () => audio.current?.playOnce('arrival') };
}
