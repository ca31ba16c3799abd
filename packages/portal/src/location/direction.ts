interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

const METERS_A_DEGREE = 111_320;
const WORDS = ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'] as const;

function offset(from: Place, to: Place): { east: number; north: number } {
  const narrowing = Math.cos((((from.latitude + to.latitude) / 2) * Math.PI) / 180);
  const degrees = ((to.longitude - from.longitude + 540) % 360) - 180;
  return { east: degrees * METERS_A_DEGREE * narrowing, north: (to.latitude - from.latitude) * METERS_A_DEGREE };
}

/** How far apart two places are, in metres; near enough within a city. */
export function metersBetween(from: Place, to: Place): number {
  const { east, north } = offset(from, to);
  return Math.hypot(east, north);
}

/** The way from one place to another, in degrees clockwise from north. */
export function bearing(from: Place, to: Place): number {
  const { east, north } = offset(from, to);
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}

/** The same in words, of eight. */
export function directionWord(from: Place, to: Place): (typeof WORDS)[number] {
  return WORDS[Math.round(bearing(from, to) / 45) % 8] ?? 'north';
}
