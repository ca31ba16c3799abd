import { useRef } from 'react';
import { translated } from '../../words/translated.ts';
import type { DrawFurniture, MapFocus } from '../furniture/draw-furniture.ts';
import classes from '../furniture/map.module.css';
import { areCountiesWanted } from '../view/outline.ts';
import { useOutline } from '../view/use-outline.ts';
import { usePanelSize } from '../view/use-panel-size.ts';
import { OutlineShapes } from './outline-shapes.tsx';
import { useMapGestures } from './use-map-gestures.ts';
import { useMovableView } from './use-movable-view.ts';

/** The map for browsers without WebGL: the same outline, circle and scale, drawn by d3-geo. */
export function SvgMap({ focus, furniture }: { focus: MapFocus; furniture: DrawFurniture }) {
  const panel = useRef<HTMLElement>(null);
  const size = usePanelSize(panel);
  const { view, commands } = useMovableView(focus, size);
  const gestures = useMapGestures(panel, commands);
  const { outline, counties } = useOutline(view !== null && areCountiesWanted(view.zoom));
  return (
    <div className={classes.engine}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a map is moved by the arrow keys, for which HTML has no element */}
      <section ref={panel} className={classes.panel} aria-label={translated('Map')} tabIndex={0} {...gestures}>
        {view !== null && outline !== null && <OutlineShapes view={view} outline={outline} counties={counties} />}
      </section>
      {view !== null && furniture(view, commands)}
    </div>
  );
}
