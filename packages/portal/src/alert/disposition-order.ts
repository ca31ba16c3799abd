import type { NamedValue } from '@sallyport/contract';

/** How an accepted alert usually goes on. What is left out is notified seldom, and stands last. */
const USUAL = ['DISPATCHED', 'ENROUTE', 'ON_SCENE', 'CLEARED_WITH_REPORT', 'CLEARED_NO_REPORT', 'CLOSED'];

/** The allowed dispositions: what usually follows the present one first, then what comes later, then the rest. */
export function inUsualOrder(allowed: readonly NamedValue[], present: NamedValue | null): NamedValue[] {
  const now = USUAL.indexOf(present?.name ?? '');
  const place = ({ name }: NamedValue) => {
    const at = USUAL.indexOf(name);
    if (at === -1) return USUAL.length;
    return at > now ? at : USUAL.length + 1 + at;
  };
  return allowed.toSorted((left, right) => place(left) - place(right));
}
