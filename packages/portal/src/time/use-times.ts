import { useContext, useMemo } from 'react';
import { SessionContext } from '../current-session/session-context.ts';
import { clockText, instantText, type ShownZone } from './instant-text.ts';

/** How this page shows times: all of them in the zone of the session's agency, or without one the workstation's, each with its offset. */
export interface Times {
  readonly timeZone: ShownZone;
  readonly clockText: (instant: string) => string;
  readonly instantText: (instant: string) => string;
}

export function useTimes(): Times {
  const timeZone = useContext(SessionContext)?.agency?.time_zone;
  return useMemo(
    () => ({
      timeZone,
      clockText: (instant) => clockText(instant, timeZone),
      instantText: (instant) => instantText(instant, timeZone),
    }),
    [timeZone],
  );
}
