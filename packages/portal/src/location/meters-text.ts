const FEET_PER_METER = 3.28084;

/** A length in metres and feet, kilometres and miles when far; what is not a number is stated to be unknown. */
export function metersText(meters: number): string {
  if (!Number.isFinite(meters)) return 'unknown';
  if (meters < 1000) return `${rounded(meters)} m (${rounded(meters * FEET_PER_METER)} ft)`;
  return `${(meters / 1000).toFixed(1)} km (${(meters / 1609.344).toFixed(1)} mi)`;
}

function rounded(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
