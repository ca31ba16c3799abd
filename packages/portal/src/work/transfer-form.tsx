import { NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../api/sallyport-context.tsx';
import { Dialog } from '../notices/dialog.tsx';
import { DialogButtons } from '../notices/dialog-buttons.tsx';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';
import classes from './merge-form.module.css';

const HOURS = [1, 4, 12, 24] as const;

export interface TransferDialogProps {
  incidentId: string;
  onClose: () => void;
}

/** Chooses an agency of the installation, which then sees the incident for a time. */
export function TransferForm({ incidentId, onClose }: TransferDialogProps) {
  const { transfers } = useSallyport();
  const queryClient = useQueryClient();
  const form = useForm({ initialValues: { to: '', hours: '4', reason: '' } });
  const agencies = useQuery({ queryKey: ['transfer agencies'], queryFn: ({ signal }) => transfers.agencies(signal) });
  const open = useMutation({
    mutationFn: ({ to, hours, reason }: typeof form.values) => {
      const given = reason.trim();
      return transfers.open(incidentId, to, { forMinutes: Number(hours) * 60, ...(given !== '' && { reason: given }) });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['transfers'] });
      onClose();
    },
  });
  const listed = agencies.data?.agencies ?? [];
  return (
    <Dialog title={translated('Transfer this incident')} onClose={onClose}>
      <form className={classes.form} onSubmit={form.onSubmit((values) => open.mutate(values))}>
        <p>
          {translated(
            'The other agency sees who called, where, and the cards, but for sensitive ones. Notes, media and audio stay here. Either of you can end it.',
          )}
        </p>
        <NativeSelect
          label={translated('Agency')}
          data={[
            { value: '', label: translated('Choose an agency') },
            ...listed.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          data-autofocus
          required
          {...form.getInputProps('to')}
        />
        {agencies.isFetched && listed.length === 0 && <p>{translated('There is no other agency.')}</p>}
        <NativeSelect
          label={translated('For at most')}
          data={HOURS.map((hours) => ({ value: String(hours), label: translated('{count} h', { count: hours }) }))}
          {...form.getInputProps('hours')}
        />
        <TextInput label={translated('Reason')} maxLength={200} {...form.getInputProps('reason')} />
        <Refused error={open.error ?? agencies.error} />
        <DialogButtons
          keep={translated('Back')}
          action={translated('Transfer')}
          isPending={open.isPending}
          isDisabled={form.values.to === ''}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
