import type { ReactNode } from 'react';
import type { PositionedLocation } from '../../location/positioned.ts';
import type { MercatorView } from '../view/mercator-view.ts';
import type { MapCommands } from './map-controls.tsx';

/** Where a map begins, and returns to: the middle, and the circle that is seen whole. */
export type MapFocus = Pick<PositionedLocation, 'latitude' | 'longitude' | 'uncertainty_radius'>;

/** Draws what stands on a map, over its view. */
export type DrawFurniture = (view: MercatorView, commands: MapCommands) => ReactNode;
