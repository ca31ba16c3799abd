import { translated } from '../../words/translated.ts';
import 'maplibre-gl/dist/maplibre-gl.css';
import { VisuallyHidden } from '@mantine/core';
import type { MapSettings } from '@sallyport/contract';
import type { StyleSpecification } from 'maplibre-gl';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { DrawFurniture, MapFocus } from '../furniture/draw-furniture.ts';
import classes from '../furniture/map.module.css';
import type { MapCommands } from '../furniture/map-controls.tsx';
import { areCountiesWanted } from '../view/outline.ts';
import { isOfOthers } from './is-of-others.ts';
import { streetNames } from './street-names.ts';
import { useMapStyle } from './use-map-style.ts';
import { useMaplibre } from './use-maplibre.ts';

interface MaplibreMapProps {
  focus: MapFocus;
  furniture: DrawFurniture;
  settings: MapSettings;
  /** Called when the first picture stands. */
  onReady: () => void;
  /** Called when the browser cannot draw, or no longer draws, with WebGL. */
  onBroken: () => void;
}

/** The map drawn by MapLibre. A configured style that cannot be loaded gives way to the outline, and states it. */
export function MaplibreMap(props: MaplibreMapProps) {
  const [isRefused, setIsRefused] = useState(false);
  const [wantsCounties, setWantsCounties] = useState(false);
  const onRefused = useCallback(() => setIsRefused(true), []);
  const onNearby = useCallback(() => setWantsCounties(true), []);
  const style = useMapStyle({
    ...{ settings: props.settings, position: props.focus },
    isRefused,
    wantsCounties,
    onRefused,
  });
  if (style === null) return null;
  return (
    <>
      <StyledMap {...props} style={style} onStyleRefused={onRefused} onNearby={onNearby} />
      {isRefused && (
        <p className={classes.message} role="status">
          {translated('The configured map could not be loaded. This is the built-in outline.')}
        </p>
      )}
    </>
  );
}

interface StyledMapProps extends MaplibreMapProps {
  style: StyleSpecification | string;
  onStyleRefused: () => void;
  /** Called once the view is one that wants county lines. */
  onNearby: () => void;
}

function StyledMap({ focus, furniture, settings, style, onNearby, ...callbacks }: StyledMapProps) {
  const panel = useRef<HTMLDivElement>(null);
  const [streets, setStreets] = useState('');
  const { view, map, follow } = useMaplibre(panel, {
    location: focus,
    style,
    withAttribution: isOfOthers(settings),
    onIdle: (drawn) => setStreets(streetNames(drawn).join(', ')),
    onView: ({ zoom }) => {
      if (areCountiesWanted(zoom)) onNearby();
    },
    ...callbacks,
  });
  const commands = useMemo<MapCommands>(
    () => ({ zoomBy: (steps) => map.current?.zoomTo(map.current.getZoom() + steps), recenter: follow }),
    [map, follow],
  );
  return (
    <div className={classes.engine} data-ready={view !== null}>
      <div ref={panel} className={classes.engine} />
      {streets !== '' && (
        <VisuallyHidden data-testid="map-streets">
          {translated('Streets on the map: {streets}', { streets })}
        </VisuallyHidden>
      )}
      {view !== null && furniture(view, commands)}
    </div>
  );
}
