import { useComputedColorScheme } from '@mantine/core';
import type { MapSettings } from '@sallyport/contract';
import type { StyleSpecification } from 'maplibre-gl';
import { useEffect, useMemo, useState } from 'react';
import { useOutline } from '../view/use-outline.ts';
import { readMapColors } from './map-colors.ts';
import { outlineStyle } from './outline-style.ts';

interface MapStyleOptions {
  settings: MapSettings;
  /** True once the installation's own style failed: then the outline takes its place. */
  isRefused: boolean;
  wantsCounties: boolean;
  onRefused: () => void;
}

/** The style to draw: the installation's own, or the built-in outline when it set none. Null while it is loading. */
export function useMapStyle(options: MapStyleOptions): StyleSpecification | string | null {
  const { settings, isRefused, wantsCounties, onRefused } = options;
  const scheme = useComputedColorScheme('dark');
  const isOutline = isRefused || (settings.style_url === null && settings.pmtiles_url === null);
  const { outline, counties } = useOutline(isOutline && wantsCounties);
  const [tiles, setTiles] = useState<StyleSpecification | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours
  const colors = useMemo(readMapColors, [scheme]);
  useEffect(() => {
    if (isRefused || settings.style_url !== null || settings.pmtiles_url === null) return;
    const url = settings.pmtiles_url;
    // Only an installation with such an archive loads what reads it.
    import('./pmtiles-style.ts').then(({ pmtilesStyle }) => pmtilesStyle(url, colors)).then(setTiles, onRefused);
  }, [settings, colors, isRefused, onRefused]);

  return useMemo(() => {
    if (!isOutline) return settings.style_url ?? tiles;
    return outline === null ? null : outlineStyle(outline, counties, colors);
  }, [isOutline, outline, counties, colors, settings.style_url, tiles]);
}
