import { translated } from '../words/translated.ts';

/** At so many seconds left a screen reader is notified, and in between nothing. */
const TOLD_AT = [10, 30, 60, 300];

/** Whole seconds until an instant, rounded up: 0 from the instant on. */
export function secondsLeft(until: string, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - nowMs) / 1000));
}

/** A rest of time as a clock shows it: "0:09", "12:30", "1:00:00". */
export function countdownText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** What is stated aloud of a deadline. The words change at 300, 60, 30 and 10 s and at its end, and hold in between. */
export function spokenDeadline(seconds: number): string {
  if (seconds === 0) return translated('The time to accept has passed.');
  const within = TOLD_AT.find((each) => seconds <= each);
  return within === undefined ? '' : translated('At most {seconds} seconds left to accept.', { seconds: within });
}
