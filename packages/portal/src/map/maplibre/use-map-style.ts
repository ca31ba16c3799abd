import { useComputedColorScheme } from '@mantine/core';
import type { MapSettings } from '@sallyport/contract';
import type { StyleSpecification } from 'maplibre-gl';
import { useEffect, useMemo, useState } from 'react';
import { useDeeplinkId } from '../../api/sallyport-context.tsx';
import { useOutline } from '../view/use-outline.ts';
import { chooseArchive } from './choose-archive.ts';
import { readMapColors } from './map-colors.ts';
import { outlineStyle } from './outline-style.ts';

interface MapStyleOptions {
  settings: MapSettings;
  /** What the map is to show, in degrees. */
  position: { latitude: number; longitude: number };
  /** True once the installation's own style failed: then the outline takes its place. */
  isRefused: boolean;
  wantsCounties: boolean;
  onRefused: () => void;
}

/**
 * The style to draw: the installation's own, its own map of the position, or the built-in outline. Null while it is loading.
 */
export function useMapStyle(options: MapStyleOptions): StyleSpecification | string | null {
  const { settings, position, isRefused, wantsCounties, onRefused } = options;
  const scheme = useComputedColorScheme('dark');
  const deeplinkId = useDeeplinkId();
  const archive = isRefused ? null : chooseArchive(settings, position);
  const isOutline = isRefused || (settings.style_url === null && archive === null);
  const { outline, counties } = useOutline(isOutline && wantsCounties);
  const [tiles, setTiles] = useState<StyleSpecification | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours
  const colors = useMemo(readMapColors, [scheme]);
  const url = archive?.url ?? null;
  const attribution = archive?.attribution ?? null;
  useEffect(() => {
    if (url === null) return;
    let isWanted = true;
    const show = (style: StyleSpecification) => {
      if (isWanted) setTiles(style);
    };
    // Only an installation with such an archive loads what reads it.
    import('./pmtiles-style.ts')
      .then(({ pmtilesStyle }) => pmtilesStyle({ url, attribution }, { colors, scheme, deeplinkId }))
      .then(show, onRefused);
    return () => {
      isWanted = false;
    };
  }, [url, attribution, colors, scheme, deeplinkId, onRefused]);

  return useMemo(() => {
    if (!isOutline) return settings.style_url ?? tiles;
    return outline === null ? null : outlineStyle(outline, counties, colors);
  }, [isOutline, outline, counties, colors, settings.style_url, tiles]);
}
