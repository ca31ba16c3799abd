import { useState } from 'react';
import { translated } from '../words/translated.ts';
import { readBox } from './box.ts';
import { type Corner, polygonArea } from './polygon.ts';
import { useCorners } from './use-corners.ts';

/** Anywhere, within a boundary, or within what is typed or drawn. */
export type Where = '' | 'boundary' | 'box' | 'polygon';

const NO_CORNERS: readonly Corner[] = [];

function boxFaultText(box: string): string | null {
  const { fault } = readBox(box);
  if (fault === null) return null;
  return fault === 'no_box'
    ? translated('Four numbers with commas between: west, south, east and north.')
    : translated('More than half the earth: west and east are exchanged, or the box is too wide.');
}

/** An area of a form, as the API takes it. */
export function useAreaChoice() {
  const [where, setWhere] = useState<Where>('');
  const [box, setBox] = useState('');
  const [corners, setCorners] = useState(NO_CORNERS);
  const [isTried, setIsTried] = useState(false);
  const typed = useCorners(corners, setCorners);
  const fault = where === 'box' ? boxFaultText(box) : where === 'polygon' ? typed.wrong : null;
  const area = { '': null, boundary: 'boundary', box: box.replaceAll(' ', ''), polygon: polygonArea(corners) }[where];
  return {
    ...{ where, box, corners, typed, setBox, setCorners },
    /** What is wrong with the box, once somebody tried to use it. */
    boxFault: isTried && where === 'box' ? fault : null,
    choose(next: Where) {
      setWhere(next);
      setIsTried(false);
    },
    /** True where it can be sent; what is wrong is stated from then on. */
    isGood() {
      setIsTried(true);
      return fault === null;
    },
    /** Null for anywhere. */
    area,
    reset() {
      setWhere('');
      setBox('');
      setCorners(NO_CORNERS);
      setIsTried(false);
    },
  };
}

export type AreaChoice = ReturnType<typeof useAreaChoice>;
