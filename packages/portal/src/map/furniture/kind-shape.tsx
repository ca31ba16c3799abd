import type { StatedLocation } from '@sallyport/contract';

/** A square is the carrier's, a circle another source's, and a triangle was found for an address: told apart without colours. */
export function KindShape({ kind, size }: { kind: StatedLocation['kind']; size: number }) {
  if (kind === 'carrier') return <rect x={-size} y={-size} width={2 * size} height={2 * size} />;
  if (kind === 'geocoded') return <path d={`M0 ${-1.3 * size}L${1.2 * size} ${size}H${-1.2 * size}Z`} />;
  return <circle r={size} />;
}
