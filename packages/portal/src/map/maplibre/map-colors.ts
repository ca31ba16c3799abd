/** The map's colours of the theme in force, for a canvas that cannot read CSS variables itself. */
export interface MapColors {
  readonly water: string;
  readonly land: string;
  readonly county: string;
  readonly state: string;
  readonly grid: string;
}

/** Reads the colours from the page as it stands now. */
export function readMapColors(): MapColors {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--map-${name}`).trim();
  return {
    water: color('water'),
    land: color('land'),
    county: color('county'),
    state: color('state'),
    grid: color('grid'),
  };
}
