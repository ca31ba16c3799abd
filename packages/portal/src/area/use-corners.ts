import { useState } from 'react';
import { translated } from '../words/translated.ts';
import { type Corner, cornersText, readCorners, wrongPolygon } from './polygon.ts';

export interface TypedCorners {
  readonly text: string;
  /** Why they are no area yet; null where they are one. */
  readonly wrong: string | null;
  readonly take: (text: string) => void;
}

/** Corners as text, which is typed as well as clicked on a map: what was typed last stands, though it is no corner yet. */
export function useCorners(corners: readonly Corner[], onCorners: (corners: readonly Corner[]) => void): TypedCorners {
  /** What was typed and is no corner yet; null while the map has what is to be read. */
  const [typed, setTyped] = useState<string | null>(null);
  const [shown, setShown] = useState(corners);
  if (shown !== corners) {
    setShown(corners);
    setTyped(null);
  }
  const read = typed === null ? null : readCorners(typed);
  const wrong =
    read !== null && read.wrongLine !== null
      ? translated('Line {line} is no position: write latitude, longitude in degrees.', { line: read.wrongLine })
      : wrongText(corners);
  const take = (text: string) => {
    const { corners: next } = readCorners(text);
    if (next !== null) {
      setShown(next);
      onCorners(next);
    }
    setTyped(text);
  };
  return { text: typed ?? cornersText(corners), wrong, take };
}

function wrongText(corners: readonly Corner[]): string | null {
  const wrong = wrongPolygon(corners);
  return wrong === null ? null : translated(wrong);
}
