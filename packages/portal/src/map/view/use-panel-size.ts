import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width and height of an element in pixels, renewed whenever they change; null until it is laid out. */
export function usePanelSize(panel: RefObject<HTMLElement | null>): { width: number; height: number } | null {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  useLayoutEffect(() => {
    const element = panel.current;
    if (element === null) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [panel]);
  return size;
}
