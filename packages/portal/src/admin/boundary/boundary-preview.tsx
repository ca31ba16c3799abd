import { Button, Checkbox } from '@mantine/core';
import type { BoundaryPreview } from '@sallyport/contract';
import { useState } from 'react';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import boundaryClasses from './boundary.module.css';
import { BoundaryMap } from './boundary-map.tsx';
import type { Choices } from './use-boundary.ts';

interface PreviewProps {
  preview: BoundaryPreview;
  choices: Choices;
  isPending: boolean;
  onChoose: (choices: Choices) => void;
  onConfirm: () => void;
  onDiscard: () => void;
}

/** What a file would set, on a map with everything that is different from the file, or the choice it leaves open. */
export function PreviewedBoundary({ preview, choices, isPending, onChoose, onConfirm, onDiscard }: PreviewProps) {
  const { open, features, boundary, bounds, notes, position_count, area_km2 } = preview;
  return (
    <section aria-labelledby="preview-title" className={boundaryClasses.drawing}>
      <h3 id="preview-title">{translated('Preview, not saved yet')}</h3>
      {open !== null && <p role="status">{open.description}.</p>}
      {features.length > 1 && (
        <FeatureChoice
          preview={preview}
          isPending={isPending}
          onChoose={(chosen) => onChoose({ ...choices, ...chosen })}
        />
      )}
      {open?.choice === 'swap' && (
        <div className={classes.buttons}>
          <Button variant="default" disabled={isPending} onClick={() => onChoose({ ...choices, swap: false })}>
            {translated('Keep their order')}
          </Button>
          <Button disabled={isPending} onClick={() => onChoose({ ...choices, swap: true })}>
            {translated('Swap them')}
          </Button>
        </div>
      )}
      {boundary !== null && bounds !== null && (
        <>
          <BoundaryMap geometry={boundary} bounds={bounds} label={translated('What the new boundary covers')} />
          <p>
            {position_count} {translated('positions,')} {Math.round(area_km2 ?? 0).toLocaleString('en')}{' '}
            {translated('km²')}
          </p>
          {notes.length > 0 && (
            <ul aria-label={translated('Different from the file')}>
              {notes.map((note) => (
                <li key={note}>{note}.</li>
              ))}
            </ul>
          )}
        </>
      )}
      <div className={classes.buttons}>
        <Button variant="default" disabled={isPending} onClick={onDiscard}>
          {translated('Discard')}
        </Button>
        <Button loading={isPending} disabled={boundary === null} onClick={onConfirm}>
          {translated('Save boundary')}
        </Button>
      </div>
    </section>
  );
}

interface FeatureChoiceProps {
  preview: BoundaryPreview;
  isPending: boolean;
  onChoose: (chosen: Pick<Choices, 'features'>) => void;
}

function FeatureChoice({ preview, isPending, onChoose }: FeatureChoiceProps) {
  const [chosen, setChosen] = useState(() =>
    preview.features.filter(({ is_chosen }) => is_chosen).map(({ number }) => String(number)),
  );
  return (
    <>
      <Checkbox.Group label={translated('Features of the file')} value={chosen} onChange={setChosen}>
        <div className={boundaryClasses.features}>
          {preview.features.map(({ number, name, area_km2, problem }) => (
            <Checkbox
              key={number}
              value={String(number)}
              label={name ?? translated('Feature {number}', { number })}
              description={problem ?? `${Math.round(area_km2 ?? 0).toLocaleString('en')} km²`}
            />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.buttons}>
        <Button
          variant="default"
          disabled={isPending || chosen.length === 0}
          onClick={() => onChoose({ features: chosen.length === preview.features.length ? 'all' : chosen.map(Number) })}
        >
          {translated('Show these')}
        </Button>
      </div>
    </>
  );
}
