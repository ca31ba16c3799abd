import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { DispatchPosition } from '@sallyport/contract';
import { useState } from 'react';
import { Loading } from '../../notices/loading.tsx';
import { Refused } from '../../notices/refused.tsx';
import { InstantAge } from '../../time/instant-age.tsx';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { ConfirmDialog } from '../layout/confirm-dialog.tsx';
import { useChangePositions, usePositions } from './use-positions.ts';

interface DispatchPositionsProps {
  agencyId: string | null;
  isReady: boolean;
}

/** Browsers in a secure place, whose pages are not locked for want of use; this one can be made one. */
export function DispatchPositions({ agencyId, isReady }: DispatchPositionsProps) {
  const positions = usePositions(agencyId, isReady);
  const { register, end } = useChangePositions(agencyId);
  const [asked, setAsked] = useState<DispatchPosition | null>(null);
  const form = useForm({ initialValues: { name: '' } });
  const listed = positions.data?.positions ?? [];
  return (
    <section aria-labelledby="positions-title">
      <h3 id="positions-title">{translated('Dispatch positions')}</h3>
      <p>
        {translated(
          'Browsers in a secure place. Their pages are not locked for want of use; people confirm that it is they all the same.',
        )}
      </p>
      <Refused error={positions.error ?? end.error} />
      {positions.isPending && <Loading what={translated('dispatch positions')} />}
      {positions.data !== undefined && listed.length === 0 && <p>{translated('No browser is a dispatch position.')}</p>}
      {listed.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{translated('Position')}</th>
              <th scope="col">{translated('Registered')}</th>
              <th scope="col">{translated('Last used')}</th>
              <th scope="col">{translated('Actions')}</th>
            </tr>
          </thead>
          <tbody>
            {listed.map((position) => (
              <tr key={position.id}>
                <th scope="row">
                  {position.name}
                  {position.is_this_browser && ` ${translated('(this browser)')}`}
                </th>
                <td data-label={translated('Registered')}>
                  <ShownInstant at={position.created_at} /> {translated('by')} {position.made_by}
                </td>
                <td data-label={translated('Last used')}>
                  {position.last_used_at === null ? (
                    translated('Never')
                  ) : (
                    <InstantAge instant={position.last_used_at} />
                  )}
                </td>
                <td data-label={translated('Actions')}>
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={translated('End {name}', { name: position.name })}
                    onClick={() => setAsked(position)}
                  >
                    {translated('End')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!listed.some(({ is_this_browser }) => is_this_browser) && (
        <form
          className={classes.form}
          onSubmit={form.onSubmit(({ name }) => register.mutate(name, { onSuccess: () => form.reset() }))}
        >
          <TextInput
            label={translated('Name of this position')}
            description={translated('The browser you use now becomes it, whoever signs in.')}
            required
            maxLength={60}
            {...form.getInputProps('name')}
          />
          <Refused error={register.error} />
          <div className={classes.buttons}>
            <Button type="submit" loading={register.isPending}>
              {translated('Register this browser')}
            </Button>
          </div>
        </form>
      )}
      {asked !== null && (
        <ConfirmDialog
          title={translated('End {name}', { name: asked.name })}
          action={translated('End position')}
          isPending={end.isPending}
          onConfirm={() => end.mutate(asked.id, { onSettled: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        >
          <p>{translated('Its pages are locked for want of use from then on.')}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}
