import { Button, FileInput, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { PreviewedBoundary } from './boundary-preview.tsx';
import { RemoveBoundaryDialog } from './remove-boundary-dialog.tsx';
import { type Choices, usePreviewBoundary, useSetBoundary } from './use-boundary.ts';

const NO_JSON = 'This is not JSON. Save the boundary as GeoJSON and try again.';

/** A new boundary from a file or from what is pasted: shown on a map first, then saved. */
export function BoundaryForm({ agencyId, hasBoundary }: { agencyId: string; hasBoundary: boolean }) {
  const form = useForm<{ file: File | null; pasted: string }>({ initialValues: { file: null, pasted: '' } });
  const [geojson, setGeojson] = useState<object | null>(null);
  const [choices, setChoices] = useState<Choices>({});
  const [isAsking, setIsAsking] = useState(false);
  const set = useSetBoundary(agencyId);
  const preview = usePreviewBoundary(agencyId);

  function show(given: object, chosen: Choices) {
    setGeojson(given);
    setChoices(chosen);
    set.reset();
    preview.mutate({ geojson: given, choices: chosen });
  }

  function discard() {
    setGeojson(null);
    preview.reset();
  }

  const submit = form.onSubmit(async ({ file, pasted }) => {
    const given = readJson(file === null ? pasted : await file.text());
    if (given === null) form.setFieldError(file === null ? 'pasted' : 'file', translated(NO_JSON));
    else show(given, {});
  });
  const { file, pasted } = form.values;

  if (geojson !== null && preview.data !== undefined) {
    return (
      <div className={classes.form}>
        <Refused error={set.error} />
        <PreviewedBoundary
          key={preview.submittedAt}
          preview={preview.data}
          choices={choices}
          isPending={set.isPending}
          onChoose={(chosen) => show(geojson, chosen)}
          onConfirm={() => set.mutate({ geojson, choices })}
          onDiscard={discard}
        />
      </div>
    );
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <Refused error={preview.error ?? set.error} />
      <FileInput
        label={translated('GeoJSON file')}
        description={translated('Polygons in WGS 84, longitude first; you see them on a map before they are saved')}
        placeholder={translated('Choose a file')}
        accept=".geojson,.json,application/geo+json,application/json"
        clearable
        {...form.getInputProps('file')}
      />
      {file === null && <Textarea label={translated('Or paste it')} rows={6} {...form.getInputProps('pasted')} />}
      <div className={classes.buttons}>
        {hasBoundary && (
          <Button variant="default" color="red" onClick={() => setIsAsking(true)}>
            {translated('Remove boundary')}
          </Button>
        )}
        <Button type="submit" loading={preview.isPending} disabled={file === null && pasted.trim() === ''}>
          {translated('Show on map')}
        </Button>
      </div>
      {isAsking && <RemoveBoundaryDialog agencyId={agencyId} onClose={() => setIsAsking(false)} />}
    </form>
  );
}

/** Null where the text is no JSON; the server states of everything else what is wrong with it. */
function readJson(text: string): object | null {
  try {
    return Object(JSON.parse(text));
  } catch {
    return null;
  }
}
