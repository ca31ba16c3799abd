import { Button } from '@mantine/core';
import { CornersField } from '../area/corners-field.tsx';
import classes from '../area/drawn-area.module.css';
import type { Corner } from '../area/polygon.ts';
import { useCorners } from '../area/use-corners.ts';
import { translated } from '../words/translated.ts';

interface AreaFormProps {
  corners: readonly Corner[];
  onCorners: (corners: readonly Corner[]) => void;
  onUse: () => void;
  onCancel: () => void;
}

/** The corners of the area that is drawn, in words: typed as well as clicked, taken back, and used once they are an area. */
export function AreaForm({ corners, onCorners, onUse, onCancel }: AreaFormProps) {
  const typed = useCorners(corners, onCorners);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.wrong === null) onUse();
      }}
    >
      <CornersField typed={typed} data-autofocus />
      <Button variant="default" disabled={corners.length === 0} onClick={() => onCorners(corners.slice(0, -1))}>
        {translated('Remove the last corner')}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {translated('Cancel')}
      </Button>
      <Button type="submit" disabled={typed.wrong !== null}>
        {translated('Use this area')}
      </Button>
      <p className={classes.wrong} role="status">
        {typed.wrong}
      </p>
    </form>
  );
}
