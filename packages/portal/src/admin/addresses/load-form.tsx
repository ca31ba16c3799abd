import { Button, FileInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { useLoadAddresses } from './use-addresses.ts';

/** Loads a file, and states what was left out of it and why. */
export function LoadForm({ agencyId }: { agencyId: string | null }) {
  const form = useForm<{ file: File | null }>({ initialValues: { file: null } });
  const load = useLoadAddresses(agencyId);
  const submit = form.onSubmit(({ file }) => {
    if (file !== null) load.mutate(file, { onSuccess: () => form.reset() });
  });
  return (
    <form className={classes.form} onSubmit={submit}>
      <FileInput
        label={translated('File of address points, or of road centre lines')}
        description={translated(
          'GeoJSON, GeoPackage, or CSV with a header, in WGS 84; up to 32 MB. It takes the place of what is loaded of the same kind.',
        )}
        placeholder={translated('Choose a file')}
        accept=".geojson,.json,.csv,.gpkg,application/geo+json,text/csv,application/geopackage+sqlite3"
        clearable
        {...form.getInputProps('file')}
      />
      <Refused error={load.error} />
      {load.data !== undefined && (
        <div role="status">
          <p>
            {translated('Loaded')} {load.data.record_count.toLocaleString('en-US')}
            {translated(', left out')} {load.data.skipped_count.toLocaleString('en-US')}.
          </p>
          <ul>
            {load.data.examples.map((example) => (
              <li key={example}>{example}</li>
            ))}
          </ul>
        </div>
      )}
      <div className={classes.buttons}>
        <Button type="submit" loading={load.isPending} disabled={form.values.file === null}>
          {translated('Load')}
        </Button>
      </div>
    </form>
  );
}
