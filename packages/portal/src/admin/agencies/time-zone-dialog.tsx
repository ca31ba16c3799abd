import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SESSION_KEY } from '../../api/query-client.ts';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { TimeZoneField } from './time-zone-field.tsx';

interface TimeZoneDialogProps {
  agency: { id: string; name: string; time_zone: string };
  onClose: () => void;
}

/** Sets in which zone the times of an agency are shown. */
export function TimeZoneDialog({ agency, onClose }: TimeZoneDialogProps) {
  const sallyport = useSallyport();
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { time_zone: agency.time_zone },
    validate: { time_zone: (value) => (value.trim() === '' ? translated('Choose a time zone') : null) },
  });
  const edit = useMutation({
    mutationFn: (timeZone: string) => sallyport.agencies.edit(agency.id, { time_zone: timeZone.trim() }),
    onSuccess: ({ time_zone }) => {
      announceDone(translated('Times of {name} are shown in {timeZone}.', { name: agency.name, timeZone: time_zone }));
      onClose();
      void queryClient.invalidateQueries({ queryKey: SESSION_KEY });
      return queryClient.invalidateQueries({ queryKey: ['agencies'] });
    },
  });
  return (
    <Dialog onClose={onClose} title={translated('Time zone of {name}', { name: agency.name })}>
      <form className={classes.form} noValidate onSubmit={form.onSubmit(({ time_zone }) => edit.mutate(time_zone))}>
        <Refused error={edit.error} />
        <TimeZoneField data-autofocus {...form.getInputProps('time_zone')} />
        <DialogButtons isPending={edit.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}
