import 'maplibre-gl/dist/maplibre-gl.css';
import type { IncidentLocation, MapSettings } from '@sallyport/contract';
import { useCallback, useMemo, useRef, useState } from 'react';
import classes from '../map.module.css';
import type { MapCommands } from '../map-controls.tsx';
import { MapFurniture } from '../map-furniture.tsx';
import { COUNTY_MIN_ZOOM } from '../outline.ts';
import { useMapStyle } from './use-map-style.ts';
import { useMaplibre } from './use-maplibre.ts';

interface MaplibreMapProps {
  location: IncidentLocation;
  settings: MapSettings;
  /** Called when the browser cannot draw, or no longer draws, with WebGL. */
  onBroken: () => void;
}

/** The map drawn by MapLibre. A configured style that cannot be loaded gives way to the outline, and says so. */
export function MaplibreMap({ location, settings, onBroken }: MaplibreMapProps) {
  const panel = useRef<HTMLDivElement>(null);
  const [isRefused, setIsRefused] = useState(false);
  const [wantsCounties, setWantsCounties] = useState(false);
  const onRefused = useCallback(() => setIsRefused(true), []);
  const style = useMapStyle(settings, isRefused, wantsCounties, onRefused);
  const { view, map, follow } = useMaplibre(panel, {
    location,
    style,
    withAttribution: settings.style_url !== null || settings.pmtiles_url !== null,
    onBroken,
    onStyleRefused: onRefused,
  });
  if (!wantsCounties && view !== null && view.zoom >= COUNTY_MIN_ZOOM) setWantsCounties(true);

  const commands = useMemo<MapCommands>(
    () => ({ zoomBy: (steps) => map.current?.zoomTo(map.current.getZoom() + steps), recenter: follow }),
    [map, follow],
  );
  return (
    <div className={classes.engine}>
      <div ref={panel} className={classes.engine} />
      {view !== null && <MapFurniture view={view} location={location} commands={commands} />}
      {isRefused && (
        <p className={classes.message} role="status">
          The configured map could not be loaded. This is the built-in outline.
        </p>
      )}
    </div>
  );
}
