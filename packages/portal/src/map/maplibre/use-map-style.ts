import { useComputedColorScheme } from '@mantine/core';
import type { MapSettings } from '@sallyport/contract';
import type { StyleSpecification } from 'maplibre-gl';
import { useEffect, useMemo, useState } from 'react';
import { useOutline } from '../use-outline.ts';
import { readMapColors } from './map-colors.ts';
import { outlineStyle } from './outline-style.ts';
import { pmtilesStyle } from './pmtiles-style.ts';

/** The style to draw: the installation's own, or the built-in outline when none is set or `isRefused` says it failed. */
export function useMapStyle(settings: MapSettings, isRefused: boolean, wantsCounties: boolean, onRefused: () => void) {
  const scheme = useComputedColorScheme('dark');
  const isOutline = isRefused || (settings.style_url === null && settings.pmtiles_url === null);
  const { outline, counties } = useOutline(isOutline && wantsCounties);
  const [tiles, setTiles] = useState<StyleSpecification | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme means other colours
  const colors = useMemo(readMapColors, [scheme]);
  useEffect(() => {
    if (isRefused || settings.style_url !== null || settings.pmtiles_url === null) return;
    pmtilesStyle(settings.pmtiles_url, colors).then(setTiles, onRefused);
  }, [settings, colors, isRefused, onRefused]);

  return useMemo(() => {
    if (isOutline) return outlineStyle(outline, counties, colors);
    return settings.style_url ?? tiles ?? outlineStyle(null, null, colors);
  }, [isOutline, outline, counties, colors, settings.style_url, tiles]);
}
