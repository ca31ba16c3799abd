import { translated } from '../words/translated.ts';

/** Two clocks that are set right differ by less: the server's is known by whole seconds. */
const SET_RIGHT_MS = 3_000;

/** An instant beside now, in words: its age, or that it lies ahead, which is never called an age. */
export function agoText(instant: string, nowMs: number): string {
  const aheadMs = Date.parse(instant) - nowMs;
  if (aheadMs <= SET_RIGHT_MS) return ageText(ageSeconds(instant, nowMs));
  return translated('{time} ahead of now', { time: durationText(Math.floor(aheadMs / 1000)) });
}

/** Whole seconds from an RFC 3339 instant to now; one that lies ahead counts as 0. */
export function ageSeconds(instant: string, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(instant)) / 1000));
}

/** An age as people state it: "12 s ago", "3 min ago", "2 h 5 min ago", "4 d ago". */
export function ageText(seconds: number): string {
  return translated('{time} ago', { time: durationText(seconds) });
}

/** A length of time: "12 s", "3 min", "2 h 5 min", "4 d". */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d`;
}
