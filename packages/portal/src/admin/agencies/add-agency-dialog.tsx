import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { AddAgencyRequest } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { ownZone, TimeZoneField } from './time-zone-field.tsx';

/** Adds an agency. Its id stands in tokens and logs from then on and cannot change. */
export function AddAgencyDialog({ onClose }: { onClose: () => void }) {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { id: '', name: '', time_zone: ownZone() },
    validate: {
      name: (value) => (value.trim() === '' ? translated('Enter a name') : null),
      id: (value) =>
        /^[a-z0-9][a-z0-9-]{1,62}$/.test(value) ? null : translated('Two to 63 small letters, digits and hyphens'),
      time_zone: (value) => (value.trim() === '' ? translated('Choose a time zone') : null),
    },
  });
  const add = useMutation({
    mutationFn: (agency: AddAgencyRequest) => sallyport.agencies.add(agency),
    onSuccess: ({ name }) => {
      announceDone(translated('{name} added.', { name }));
      onClose();
      return queryClient.invalidateQueries({ queryKey: ['agencies'] });
    },
  });
  return (
    <Dialog onClose={onClose} title={translated('Add agency')}>
      <form className={classes.form} noValidate onSubmit={form.onSubmit((agency) => add.mutate(agency))}>
        <Refused error={add.error} />
        <TextInput label={translated('Name')} maxLength={200} data-autofocus {...form.getInputProps('name')} />
        <TextInput
          label="Id"
          description={translated('For example sandbox-county. It cannot change later.')}
          maxLength={63}
          {...form.getInputProps('id')}
        />
        <TimeZoneField {...form.getInputProps('time_zone')} />
        <DialogButtons isPending={add.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}
