import 'maplibre-gl/dist/maplibre-gl.css';
import type { AgencyBoundary, BoundaryGeometry, MapSettings } from '@sallyport/contract';
import type { Geometry } from 'geojson';
import { Map as MaplibreGl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isOfOthers } from '../../map/maplibre/is-of-others.ts';
import { useMapStyle } from '../../map/maplibre/use-map-style.ts';
import classes from './boundary.module.css';

// The worker is a file of this server, so that `worker-src 'self'` is enough.
setWorkerUrl(workerUrl);

interface BoundaryMaplibreProps {
  geometry: BoundaryGeometry;
  bounds: NonNullable<AgencyBoundary['bounds']>;
  /** Names the map for a screen reader; no other map of the page has it. */
  label: string;
  settings: MapSettings;
  onReady: () => void;
  /** Called when the browser cannot draw with WebGL. */
  onBroken: () => void;
}

/** The boundary on the installation's map, all of it in view. */
export function BoundaryMaplibre({ geometry, bounds, label, settings, onReady, onBroken }: BoundaryMaplibreProps) {
  const panel = useRef<HTMLDivElement>(null);
  const [isRefused, setIsRefused] = useState(false);
  const onRefused = useCallback(() => setIsRefused(true), []);
  const style = useMapStyle({
    settings,
    position: { latitude: (bounds.south + bounds.north) / 2, longitude: (bounds.west + bounds.east) / 2 },
    isRefused,
    wantsCounties: true,
    onRefused,
  });
  const latest = useRef({ onReady, onBroken });
  useEffect(() => {
    latest.current = { onReady, onBroken };
  });

  useEffect(() => {
    if (panel.current === null || style === null) return;
    const { west, south, east, north } = bounds;
    let map: MaplibreGl;
    try {
      map = new MaplibreGl({
        container: panel.current,
        style,
        locale: { 'Map.Title': label },
        bounds: [west, south, east, north],
        fitBoundsOptions: { padding: 24 },
        maxPitch: 0,
        dragRotate: false,
        fadeDuration: 0,
        attributionControl: isOfOthers(settings) ? { compact: true } : false,
      });
    } catch {
      latest.current.onBroken();
      return;
    }
    map.on('webglcontextlost', () => latest.current.onBroken());
    map.on('resize', () => map.fitBounds([west, south, east, north], { padding: 24, animate: false }));
    let hasStyle = false;
    map.once('styledata', () => {
      hasStyle = true;
    });
    map.on('error', () => {
      if (!hasStyle) onRefused();
    });
    map.once('load', () => {
      const color = getComputedStyle(document.documentElement).getPropertyValue('--accent').trim();
      map.addSource('boundary', { type: 'geojson', data: geometry as Geometry });
      map.addLayer({
        id: 'covered',
        type: 'fill',
        source: 'boundary',
        paint: { 'fill-color': color, 'fill-opacity': 0.18 },
      });
      map.addLayer({
        id: 'outline',
        type: 'line',
        source: 'boundary',
        paint: { 'line-color': color, 'line-width': 2 },
      });
      latest.current.onReady();
    });
    return () => map.remove();
  }, [style, geometry, bounds, label, settings, onRefused]);

  return <div ref={panel} className={classes.engine} />;
}
