import { useMemo, useState } from 'react';
import type { MapFocus } from '../furniture/draw-furniture.ts';
import type { MapCommands } from '../furniture/map-controls.tsx';
import {
  type LonLat,
  MAX_ZOOM,
  type MercatorView,
  MIN_ZOOM,
  project,
  unproject,
  zoomForRadius,
} from '../view/mercator-view.ts';

/** Commands of the SVG map: the buttons', and those of drag and wheel. */
export interface ViewCommands extends MapCommands {
  panBy: (dx: number, dy: number) => void;
  zoomAt: (steps: number, pixel: readonly [number, number]) => void;
}

interface Moved {
  center: LonLat;
  zoom: number;
}

/** The view of a map that follows the position until a person moves it, and again once they ask it to. */
export function useMovableView(location: MapFocus, size: { width: number; height: number } | null) {
  const [moved, setMoved] = useState<Moved | null>(null);
  const view = useMemo<MercatorView | null>(() => {
    if (size === null) return null;
    const followed: Moved = {
      center: [location.longitude, location.latitude],
      zoom: zoomForRadius(location.uncertainty_radius, location.latitude, Math.min(size.width, size.height)),
    };
    return { ...(moved ?? followed), ...size };
  }, [moved, size, location.longitude, location.latitude, location.uncertainty_radius]);

  const commands = useMemo<ViewCommands>(() => {
    const move = (change: (from: MercatorView) => Moved) => {
      if (view !== null) setMoved(change(view));
    };
    const zoomAt = (steps: number, pixel: readonly [number, number]) =>
      move((from) => {
        const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, from.zoom + steps));
        const [x, y] = project({ ...from, zoom }, unproject(from, pixel));
        const center = unproject({ ...from, zoom }, [from.width / 2 + x - pixel[0], from.height / 2 + y - pixel[1]]);
        return { center, zoom };
      });
    return {
      zoomAt,
      zoomBy: (steps) => {
        if (view !== null) zoomAt(steps, [view.width / 2, view.height / 2]);
      },
      panBy: (dx, dy) =>
        move((from) => ({ center: unproject(from, [from.width / 2 - dx, from.height / 2 - dy]), zoom: from.zoom })),
      recenter: () => setMoved(null),
    };
  }, [view]);
  return { view, commands };
}
