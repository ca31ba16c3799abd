import { Textarea, type TextareaProps } from '@mantine/core';
import { translated } from '../words/translated.ts';
import classes from './drawn-area.module.css';
import type { TypedCorners } from './use-corners.ts';

/** The corners of an area in words: what is clicked on the map stands here, and what is typed here stands on the map. */
export function CornersField({ typed, ...field }: { typed: TypedCorners } & TextareaProps) {
  return (
    <Textarea
      className={classes.corners}
      label={translated('Corners of the area')}
      description={translated(
        'Click the corners on the map in order, drag one to move it, or type them here: one a line, latitude, longitude.',
      )}
      rows={4}
      spellCheck={false}
      value={typed.text}
      onChange={(event) => typed.take(event.currentTarget.value)}
      {...field}
    />
  );
}
