import { Button, NativeSelect, TextInput } from '@mantine/core';
import { translated } from '../words/translated.ts';
import { AreaMap } from './area-map.tsx';
import { readBox } from './box.ts';
import { CornersField } from './corners-field.tsx';
import classes from './drawn-area.module.css';
import type { AreaChoice, Where } from './use-area-choice.ts';

/** What a box is that begins east of where it ends. */
function boxHint(box: string): string | null {
  const { fault, isOverAntimeridian } = readBox(box);
  return fault === null && isOverAntimeridian
    ? translated('This box crosses the 180th meridian, as those of Alaska and Fiji do.')
    : null;
}

interface AreaFieldsProps {
  choice: AreaChoice;
  /** Whose boundary the map shows; null for the reader's own. */
  agencyId: string | null;
  /** The boundary that can be chosen, in words. */
  boundaryText: string;
}

/** Where: anywhere, within a boundary, a box that is typed, or a polygon that is drawn on a map or typed. */
export function AreaFields({ choice, agencyId, boundaryText }: AreaFieldsProps) {
  const { where, box, corners, typed } = choice;
  return (
    <>
      <NativeSelect
        label={translated('Area')}
        value={where}
        onChange={(event) => choice.choose(event.currentTarget.value as Where)}
        data={[
          { value: '', label: translated('Anywhere') },
          { value: 'boundary', label: boundaryText },
          { value: 'box', label: translated('Within a box') },
          { value: 'polygon', label: translated('Within a polygon') },
        ]}
      />
      {where === 'box' && (
        <TextInput
          label={translated('West, south, east and north, in degrees')}
          placeholder="-74.02, 40.70, -73.96, 40.76"
          description={boxHint(box)}
          required
          maxLength={90}
          value={box}
          error={choice.boxFault}
          onChange={(event) => choice.setBox(event.currentTarget.value)}
        />
      )}
      {where === 'polygon' && (
        <div className={classes.drawing}>
          <AreaMap agencyId={agencyId} corners={corners} onCorners={choice.setCorners} />
          <CornersField typed={typed} required withAsterisk={false} />
          <div className={classes.below}>
            <p className={classes.wrong} role="status">
              {typed.wrong}
            </p>
            <Button
              variant="default"
              size="compact-sm"
              disabled={corners.length === 0}
              onClick={() => choice.setCorners(corners.slice(0, -1))}
            >
              {translated('Remove the last corner')}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
