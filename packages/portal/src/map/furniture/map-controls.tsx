import { ActionIcon } from '@mantine/core';
import { MinusIcon, PlusIcon, TargetIcon } from '../../icons/icons.tsx';
import { translated } from '../../words/translated.ts';
import classes from './map.module.css';

/** What the buttons ask of either map. */
export interface MapCommands {
  zoomBy: (steps: number) => void;
  recenter: () => void;
}

/** Zoom and return, for those who do not drag. */
export function MapControls({ commands }: { commands: MapCommands }) {
  return (
    <ActionIcon.Group orientation="vertical" className={classes.controls}>
      <ActionIcon variant="default" size="lg" aria-label={translated('Zoom in')} onClick={() => commands.zoomBy(1)}>
        <PlusIcon />
      </ActionIcon>
      <ActionIcon variant="default" size="lg" aria-label={translated('Zoom out')} onClick={() => commands.zoomBy(-1)}>
        <MinusIcon />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={translated('Center on the position')}
        onClick={commands.recenter}
      >
        <TargetIcon />
      </ActionIcon>
    </ActionIcon.Group>
  );
}
