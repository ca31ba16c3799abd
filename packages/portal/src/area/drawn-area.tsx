import { type PointerEvent, useRef } from 'react';
import { type MercatorView, project, unproject } from '../map/view/mercator-view.ts';
import classes from './drawn-area.module.css';
import { type Corner, unwrapped } from './polygon.ts';

interface DrawnAreaProps {
  view: MercatorView;
  corners: readonly Corner[];
  /** Null where the area is shown and not drawn. */
  onCorners: ((corners: readonly Corner[]) => void) | null;
}

/** A chosen area on the map; while it is drawn a click adds a corner, and one is dragged elsewhere. */
export function DrawnArea({ view, corners, onCorners }: DrawnAreaProps) {
  /** A corner that is dragged ends with a click, too: that adds none. */
  const isOnMap = useRef(false);
  const placeOf = (event: { clientX: number; clientY: number }, frame: Element): Corner => {
    const box = frame.getBoundingClientRect();
    return unproject(view, [event.clientX - box.left, event.clientY - box.top]);
  };
  const points = unwrapped(corners).map((corner) => project(view, corner));
  const move = (index: number) => (event: PointerEvent<SVGCircleElement>) => {
    const frame = event.currentTarget.ownerSVGElement;
    if (frame === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const place = placeOf(event, frame);
    onCorners?.(corners.map((corner, each) => (each === index ? place : corner)));
  };
  return (
    <svg
      className={classes.area}
      width={view.width}
      height={view.height}
      aria-hidden="true"
      data-drawing={onCorners !== null}
      data-testid="drawn-area"
      onPointerDown={(event) => {
        isOnMap.current = event.target === event.currentTarget;
      }}
      onClick={(event) => {
        if (isOnMap.current) onCorners?.([...corners, placeOf(event, event.currentTarget)]);
      }}
    >
      {points.length > 1 && <path d={`M${points.map((point) => point.join(',')).join('L')}Z`} />}
      {onCorners !== null &&
        points.map(([x, y], index) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place in the order
            key={index}
            cx={x}
            cy={y}
            r={8}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={move(index)}
          />
        ))}
    </svg>
  );
}
