import { Button, FileInput, Textarea } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import classes from '../admin.module.css';
import { Refused } from '../refused.tsx';
import { useSetBoundary } from './use-boundary.ts';

/** A new boundary from a file or from what is pasted. */
export function BoundaryForm({ agencyId, hasBoundary }: { agencyId: string; hasBoundary: boolean }) {
  const [file, setFile] = useState<File | null>(null);
  const [pasted, setPasted] = useState('');
  const [isNoJson, setNoJson] = useState(false);
  const set = useSetBoundary(agencyId);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const geojson = readJson(file === null ? pasted : await file.text());
    setNoJson(geojson === null);
    if (geojson !== null) set.mutate(geojson);
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <Refused error={set.error} />
      <FileInput
        label="GeoJSON file"
        description="A Polygon or MultiPolygon of at most 10,000 positions, longitude first"
        placeholder="Choose a file"
        accept=".geojson,.json,application/geo+json,application/json"
        clearable
        error={isNoJson && 'This is not JSON. Save the boundary as GeoJSON and try again.'}
        value={file}
        onChange={setFile}
      />
      {file === null && (
        <Textarea
          label="Or paste it"
          rows={6}
          value={pasted}
          onChange={(event) => setPasted(event.currentTarget.value)}
        />
      )}
      <div className={classes.buttons}>
        {hasBoundary && (
          <Button variant="default" color="red" disabled={set.isPending} onClick={() => set.mutate(null)}>
            Remove boundary
          </Button>
        )}
        <Button type="submit" loading={set.isPending} disabled={file === null && pasted.trim() === ''}>
          Save boundary
        </Button>
      </div>
    </form>
  );
}

/** Null where the text is no JSON; the server says of everything else what is wrong with it. */
function readJson(text: string): object | null {
  try {
    return Object(JSON.parse(text));
  } catch {
    return null;
  }
}
