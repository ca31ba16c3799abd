import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { SESSION_KEY } from '../../api/query-client.ts';
import { useSallyport } from '../../api/sallyport-context.tsx';
import { announceDone } from '../../notices/announce.ts';
import { Dialog } from '../../notices/dialog.tsx';
import { Refused } from '../../notices/refused.tsx';
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
  const [timeZone, setTimeZone] = useState(agency.time_zone);
  const edit = useMutation({
    mutationFn: () => sallyport.agencies.edit(agency.id, { time_zone: timeZone.trim() }),
    onSuccess: ({ time_zone }) => {
      announceDone(`Times of ${agency.name} are shown in ${time_zone}.`);
      onClose();
      void queryClient.invalidateQueries({ queryKey: SESSION_KEY });
      return queryClient.invalidateQueries({ queryKey: ['agencies'] });
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    edit.mutate();
  };
  return (
    <Dialog onClose={onClose} title={`Time zone of ${agency.name}`}>
      <form className={classes.form} noValidate onSubmit={submit}>
        <Refused error={edit.error} />
        <TimeZoneField data-autofocus value={timeZone} onChange={setTimeZone} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={edit.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
