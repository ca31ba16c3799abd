import { Map as MaplibreGl, type StyleSpecification, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { translated } from '../../words/translated.ts';
import type { MapFocus } from '../furniture/draw-furniture.ts';
import { MAX_ZOOM, type MercatorView, MIN_ZOOM, zoomForRadius } from '../view/mercator-view.ts';

// The worker is a file of this server, so that `worker-src 'self'` is enough.
setWorkerUrl(workerUrl);

interface MaplibreOptions {
  location: MapFocus;
  style: StyleSpecification | string;
  /** Maps of others are shown with their makers' names; the outline is in the public domain. */
  withAttribution: boolean;
  /** Called when the first picture stands; until then there is no view. */
  onReady: () => void;
  /** Called with each view that is drawn. */
  onView: (view: MercatorView) => void;
  /** Called when all that the view needs is drawn. */
  onIdle: (map: MaplibreGl) => void;
  onBroken: () => void;
  onStyleRefused: () => void;
}

/** One MapLibre map in a panel: north up and flat, so that a circle on the ground is a circle on the screen. */
export function useMaplibre(panel: RefObject<HTMLDivElement | null>, options: MaplibreOptions) {
  const map = useRef<MaplibreGl | null>(null);
  const latest = useRef(options);
  const isMoved = useRef(false);
  const styled = useRef<StyleSpecification | string | null>(null);
  const [view, setView] = useState<MercatorView | null>(null);
  useEffect(() => {
    latest.current = options;
  });

  const follow = useCallback(() => {
    isMoved.current = false;
    map.current?.jumpTo(cameraOf(latest.current.location, panel.current));
  }, [panel]);

  useEffect(() => {
    if (panel.current === null) return;
    const created = createMap(panel.current, latest.current);
    if (created === null) {
      latest.current.onBroken();
      return;
    }
    map.current = created;
    styled.current = latest.current.style;
    let isLoaded = false;
    const show = () => {
      if (!isLoaded) return;
      const drawn = viewOf(created);
      setView(drawn);
      latest.current.onView(drawn);
    };
    created.on('move', show);
    created.on('resize', () => {
      if (!isMoved.current) created.jumpTo(cameraOf(latest.current.location, created.getContainer()));
      show();
    });
    created.on('movestart', (event) => {
      if (event.originalEvent !== undefined) isMoved.current = true;
    });
    created.on('idle', () => latest.current.onIdle(created));
    created.on('webglcontextlost', () => latest.current.onBroken());
    // Before a style has come, an error is the style's own; after that it is one tile's, which the map can do without.
    let hasStyle = false;
    created.once('styledata', () => {
      hasStyle = true;
    });
    created.on('error', () => {
      if (!hasStyle) latest.current.onStyleRefused();
    });
    created.once('load', () => {
      isLoaded = true;
      show();
      latest.current.onReady();
    });
    return () => {
      map.current = null;
      created.remove();
    };
  }, [panel]);

  const { style, location } = options;
  const { latitude, longitude, uncertainty_radius: radius } = location;
  useEffect(() => {
    const drawn = map.current;
    if (drawn === null || styled.current === style) return;
    styled.current = style;
    // A style that is still loading has nothing to compare with.
    drawn.setStyle(style, { diff: drawn.isStyleLoaded() === true });
  }, [style]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new position is the reason to follow
  useEffect(() => {
    if (!isMoved.current) follow();
  }, [latitude, longitude, radius, follow]);
  return { view, map, follow };
}

function createMap(
  container: HTMLDivElement,
  { style, location, withAttribution }: MaplibreOptions,
): MaplibreGl | null {
  try {
    const map = new MaplibreGl({
      container,
      style,
      ...cameraOf(location, container),
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      locale: { 'Map.Title': translated('Map') },
      attributionControl: withAttribution ? { compact: true } : false,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    return map;
  } catch {
    return null;
  }
}

function cameraOf(location: MapFocus, panel: HTMLElement | null) {
  const shorterSide = Math.min(panel?.clientWidth ?? 0, panel?.clientHeight ?? 0);
  return {
    center: [location.longitude, location.latitude] as [number, number],
    zoom: zoomForRadius(location.uncertainty_radius, location.latitude, shorterSide),
  };
}

function viewOf(map: MaplibreGl): MercatorView {
  const { lng, lat } = map.getCenter();
  const { clientWidth, clientHeight } = map.getContainer();
  return { center: [lng, lat], zoom: map.getZoom(), width: clientWidth, height: clientHeight };
}
