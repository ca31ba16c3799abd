import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { JUST_IN_SECONDS } from '../incident/just-in.ts';
import { serverNow } from '../time/server-clock.ts';
import { gravestFirst, nextRinging, type Ring, type Ringing, type RingingAlert, ringKey } from './ringing.ts';

/** Kept for the seat, so that what was acknowledged in one window is silent in the others; the newest stand last. */
const ACKNOWLEDGED = { key: 'sallyport-acknowledged', atMost: 500 };
/** Kept for the window, so that loading it anew ends no ring. */
const RINGING_KEY = 'sallyport-ringing';

const NONE: readonly Ring[] = [];

function storedIds(): ReadonlySet<string> {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(RINGING_KEY) ?? '[]');
    return new Set(Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
}

function storeIds(ids: readonly string[]): void {
  try {
    sessionStorage.setItem(RINGING_KEY, JSON.stringify(ids));
  } catch {
    // A window without storage rings all the same; loading it anew forgets what is new and does not wait.
  }
}

function isSame(one: Ringing, other: Ringing): boolean {
  return (
    one.size === other.size &&
    [...one].every(([id, { key, incident }]) => {
      const own = other.get(id);
      return own?.key === key && own.incident === incident;
    })
  );
}

/**
 * What rings at this seat, and how it is acknowledged: those incidents, or everything. Where the page was opened on these
 * alerts, those of the first list are acknowledged by that.
 */
export function useRinging(
  open: readonly RingingAlert[] | undefined,
  isOpenedOnThem: boolean,
): [rings: readonly Ring[], acknowledge: (incidentIds?: readonly string[]) => void] {
  const [acknowledged, setAcknowledged] = useLocalStorage<string[]>({
    key: ACKNOWLEDGED.key,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const [start] = useState(() => ({
    before: storedIds(),
    since: serverNow() - JUST_IN_SECONDS * 1_000,
    opened: null as readonly string[] | null,
  }));
  const [ringing, setRinging] = useState<Ringing>(new Map());
  useEffect(() => {
    if (open === undefined) return;
    start.opened ??= isOpenedOnThem ? open.map(ringKey) : [];
    const heard = { ...start, acknowledged: new Set([...acknowledged, ...start.opened]) };
    setRinging((current) => {
      const next = nextRinging(current, open, heard);
      return isSame(current, next) ? current : next;
    });
  }, [open, acknowledged, start, isOpenedOnThem]);
  useEffect(() => {
    if (open !== undefined) storeIds([...ringing.keys()]);
  }, [open, ringing]);
  const rings = useMemo(() => (ringing.size === 0 ? NONE : gravestFirst(ringing)), [ringing]);
  const acknowledge = useCallback(
    (incidentIds: readonly string[] = [...ringing.keys()]) => {
      const keys = incidentIds.flatMap((id) => {
        const ring = ringing.get(id);
        // With the reason itself also that it is new: it was seen.
        return ring === undefined ? [] : [id, ring.key];
      });
      if (keys.length === 0) return;
      setRinging(new Map([...ringing].filter(([id]) => !incidentIds.includes(id))));
      setAcknowledged((before) => [...new Set([...before, ...keys])].slice(-ACKNOWLEDGED.atMost));
    },
    [ringing, setAcknowledged],
  );
  return [rings, acknowledge];
}
