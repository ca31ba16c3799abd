/** A round length that fits into the given pixels, and how many pixels it takes. */
export interface ScaleLength {
  readonly meters: number;
  readonly pixels: number;
}

/** The longest of 1, 2, 5, 10, 20 … metres that takes at most `maxPixels`. */
export function scaleLength(metersPerPixel: number, maxPixels: number): ScaleLength {
  const longest = metersPerPixel * maxPixels;
  const magnitude = 10 ** Math.floor(Math.log10(longest));
  const meters = ([5, 2].find((factor) => factor * magnitude <= longest) ?? 1) * magnitude;
  return { meters, pixels: meters / metersPerPixel };
}

/** "50 m", "2 km". */
export function scaleText(meters: number): string {
  return meters >= 1000 ? `${meters / 1000} km` : `${meters} m`;
}
