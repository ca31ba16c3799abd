/** Whole seconds from an RFC 3339 instant to now; a source's clock that runs ahead counts as 0. */
export function ageSeconds(instant: string, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(instant)) / 1000));
}

/** An age as people say it: "12 s ago", "3 min ago", "2 h 5 min ago", "4 d ago". */
export function ageText(seconds: number): string {
  return `${durationText(seconds)} ago`;
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
