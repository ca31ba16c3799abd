import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Application, AskAgencyRequest } from '@sallyport/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSallyport } from '../../api/sallyport-context.tsx';
import classes from '../../applications/applications.module.css';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';

const ANSWERS = { asked: 'Not answered yet', granted: 'Agreed', declined: 'Declined' } as const;

/** Which agencies were asked, what they answered, and the clients they issued. */
export function AgencyPanel({ application }: { application: Application }) {
  const { ownApplications } = useSallyport();
  const queryClient = useQueryClient();
  const key = ['own-agency-requests', application.id];
  const agencies = useQuery({ queryKey: ['own-agencies'], queryFn: ({ signal }) => ownApplications.agencies(signal) });
  const asked = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ownApplications.agencyRequests(application.id, signal),
    refetchInterval: 30_000,
  });
  const form = useForm({ initialValues: { agency_id: '', purpose: '' } });
  const ask = useMutation({
    mutationFn: (request: AskAgencyRequest) => ownApplications.askAgency(application.id, request),
    onSuccess: () => {
      form.setFieldValue('purpose', '');
      return queryClient.invalidateQueries({ queryKey: key });
    },
  });
  const issued = application.clients.filter(({ agency_id }) => agency_id !== null);
  return (
    <section className={classes.panel} aria-labelledby="agencies-title">
      <h2 id="agencies-title">{translated('Agencies')}</h2>
      {asked.data?.requests.map(({ id, agency_name, state, answer }) => (
        <div key={id} className={classes.row}>
          <span>{agency_name}</span>
          <span className={classes.quiet}>
            {translated(ANSWERS[state])}
            {answer !== null && `: ${answer}`}
          </span>
        </div>
      ))}
      {issued.map(({ id, agency_id }) => (
        <div key={id} className={classes.row}>
          <code className={classes.code}>{id}</code>
          <span className={classes.quiet}>
            {translated('Issued by')} {agency_id}
            {translated(', whose admin has its secret')}
          </span>
        </div>
      ))}
      <form className={classes.form} onSubmit={form.onSubmit((request) => ask.mutate(request))}>
        <Refused error={ask.error} />
        <NativeSelect
          label={translated('Ask an agency')}
          data={[
            { value: '', label: translated('Choose an agency') },
            ...(agencies.data?.agencies ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          {...form.getInputProps('agency_id')}
        />
        <TextInput label={translated('What for')} maxLength={1000} {...form.getInputProps('purpose')} />
        <div className={classes.buttons}>
          <Button
            type="submit"
            variant="default"
            loading={ask.isPending}
            disabled={form.values.agency_id === '' || form.values.purpose.trim() === ''}
          >
            {translated('Ask the agency')}
          </Button>
        </div>
      </form>
    </section>
  );
}
