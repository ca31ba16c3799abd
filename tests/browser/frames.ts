import type { Page } from 'playwright-core';

/** A time without a frame, in milliseconds since 1970. */
interface Gap {
  readonly from: number;
  readonly to: number;
}
const lengthOf = ({ from, to }: Gap) => to - from;

/** Begins to note the time between a page's frames; the returned function ends it and returns every gap between two of them. */
export async function framesOf(page: Page): Promise<() => Promise<readonly Gap[]>> {
  await page.evaluate(() => {
    const noted = { gaps: [] as { from: number; to: number }[], isOver: false };
    let last: number | null = null;
    const onFrame = () => {
      const at = performance.timeOrigin + performance.now();
      if (last !== null) noted.gaps.push({ from: last, to: at });
      last = at;
      if (!noted.isOver) requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
    Object.assign(globalThis, { notedFrames: noted });
  });
  return () =>
    page.evaluate(() => {
      const { notedFrames } = globalThis as unknown as { notedFrames: { gaps: Gap[]; isOver: boolean } };
      notedFrames.isOver = true;
      return notedFrames.gaps;
    });
}

/** How many gaps are that long. */
export function longGaps(gaps: readonly Gap[], leastMs: number): number {
  return gaps.filter((gap) => lengthOf(gap) >= leastMs).length;
}

/** How many frames there were and how far apart, in words. */
export function framesText(gaps: readonly Gap[]): string {
  const lengths = gaps.map(lengthOf).sort((one, other) => one - other);
  const at = (part: number) =>
    `${lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * part))]?.toFixed(0)} ms`;
  return `${lengths.length} frames, half within ${at(0.5)}, 99 % within ${at(0.99)}, the longest ${at(1)}`;
}
