import { parseInstant } from '../kernel/instant.ts';
import { UsageError } from './command.ts';

/** The time that an option states, in milliseconds; `otherwise` where it is not given. */
export function readInstant(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const instant = parseInstant(text, { now: 0, timeZone: null });
  if (instant === undefined) throw new UsageError(`--${name} is a time with its offset, as in 2026-11-21T00:00:00Z`);
  return instant;
}
