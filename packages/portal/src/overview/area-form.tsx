import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type Corner, cornersText, readCorners, wrongPolygon } from '../queue/polygon.ts';
import { translated } from '../words/translated.ts';
import classes from './drawn-area.module.css';

interface AreaFormProps {
  corners: readonly Corner[];
  onCorners: (corners: readonly Corner[]) => void;
  onUse: () => void;
  onCancel: () => void;
}

/** The corners of the area that is drawn, in words: typed as well as clicked, taken back, and used once they are an area. */
export function AreaForm({ corners, onCorners, onUse, onCancel }: AreaFormProps) {
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
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong === null) onUse();
      }}
    >
      <Textarea
        className={classes.corners}
        label={translated('Corners of the area')}
        description={translated(
          'Click the corners on the map in order, drag one to move it, or type them here: one a line, latitude, longitude.',
        )}
        rows={4}
        spellCheck={false}
        value={typed ?? cornersText(corners)}
        onChange={(event) => take(event.currentTarget.value)}
        data-autofocus
      />
      <Button variant="default" disabled={corners.length === 0} onClick={() => onCorners(corners.slice(0, -1))}>
        {translated('Remove the last corner')}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {translated('Cancel')}
      </Button>
      <Button type="submit" disabled={wrong !== null}>
        {translated('Use this area')}
      </Button>
      <p className={classes.wrong} role="status">
        {wrong}
      </p>
    </form>
  );
}

function wrongText(corners: readonly Corner[]): string | null {
  const wrong = wrongPolygon(corners);
  return wrong === null ? null : translated(wrong);
}
