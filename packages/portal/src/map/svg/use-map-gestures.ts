import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { ViewCommands } from './use-movable-view.ts';

const KEY_PAN_PIXELS = 80;

/** Drag, wheel and keys, as on any map: arrows move, plus and minus zoom. */
export function useMapGestures(panel: RefObject<HTMLElement | null>, commands: ViewCommands) {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });

  useEffect(() => {
    const element = panel.current;
    if (element === null) return;
    // React attaches wheel listeners as passive, and those cannot keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      latest.current.zoomAt(-event.deltaY / 300, [event.clientX - box.left, event.clientY - box.top]);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [panel]);

  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => event.currentTarget.setPointerCapture(event.pointerId),
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) commands.panBy(event.movementX, event.movementY);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const act = KEY_ACTIONS[event.key];
      if (act === undefined) return;
      event.preventDefault();
      // The queue's own arrow keys must not act on a key meant for the map.
      event.stopPropagation();
      act(commands);
    },
  };
}

const KEY_ACTIONS: Readonly<Record<string, (commands: ViewCommands) => void>> = {
  ArrowLeft: ({ panBy }) => panBy(KEY_PAN_PIXELS, 0),
  ArrowRight: ({ panBy }) => panBy(-KEY_PAN_PIXELS, 0),
  ArrowUp: ({ panBy }) => panBy(0, KEY_PAN_PIXELS),
  ArrowDown: ({ panBy }) => panBy(0, -KEY_PAN_PIXELS),
  '+': ({ zoomBy }) => zoomBy(1),
  '=': ({ zoomBy }) => zoomBy(1),
  '-': ({ zoomBy }) => zoomBy(-1),
  Home: ({ recenter }) => recenter(),
};
