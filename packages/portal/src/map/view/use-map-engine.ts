import type { MapSettings } from '@sallyport/contract';
import { useState } from 'react';
import { useMapSettings } from '../../api/use-map-settings.ts';
import { hasWebgl } from './has-webgl.ts';

/** Which of two drawings a map is: MapLibre's where the browser can draw it, once it stands; the SVG until then, and otherwise. */
export interface MapEngine {
  /** For MapLibre, which is loaded with them; undefined where the SVG stays. */
  readonly settings: MapSettings | undefined;
  /** True once MapLibre's drawing stands. */
  readonly isReady: boolean;
  readonly onReady: () => void;
  readonly onBroken: () => void;
}

/** Asks for the map's settings, and notes what becomes of MapLibre's drawing. */
export function useMapEngine(): MapEngine {
  const [isReady, setIsReady] = useState(false);
  const [isBroken, setIsBroken] = useState(false);
  const { data } = useMapSettings();
  const settings = hasWebgl() && !isBroken ? data : undefined;
  return {
    settings,
    isReady: settings !== undefined && isReady,
    onReady: () => setIsReady(true),
    onBroken: () => setIsBroken(true),
  };
}
