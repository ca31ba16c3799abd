import { useEffect, useState } from 'react';
import { type Counties, loadCounties, loadOutline, type Outline } from './outline.ts';

/** The outline once it is loaded, and the counties once they are wanted and loaded. */
export function useOutline(wantsCounties: boolean): { outline: Outline | null; counties: Counties | null } {
  const [outline, setOutline] = useState<Outline | null>(null);
  const [counties, setCounties] = useState<Counties | null>(null);
  useEffect(() => {
    // Without the outline the grid, the circle and the scale still stand, so a failed load is no error to show.
    loadOutline().then(setOutline, () => setOutline(null));
  }, []);
  useEffect(() => {
    if (wantsCounties) loadCounties().then(setCounties, () => setCounties(null));
  }, [wantsCounties]);
  return { outline, counties };
}
