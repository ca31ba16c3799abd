import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { AlertSender, Callflow, OperatedAgencyList } from '@sallyport/contract';
import { Dialog } from '../../notices/dialog.tsx';
import { DialogButtons } from '../../notices/dialog-buttons.tsx';
import { Refused } from '../../notices/refused.tsx';
import { translated } from '../../words/translated.ts';
import classes from '../layout/admin.module.css';
import { AgencyOrder } from './agency-order.tsx';
import { ANSWERS, NEWS, readLines } from './callflow-words.ts';
import { useSaveCallflow } from './use-callflows.ts';

interface CallflowDialogProps {
  readonly sender: AlertSender;
  /** Null for a new one. */
  readonly callflow: Callflow | null;
  readonly agencies: OperatedAgencyList['agencies'];
  readonly onClose: () => void;
}

const ROUTINGS = [
  { value: 'fixed', label: 'Always the same agency' },
  { value: 'position', label: 'The agency that covers the position' },
] as const;

function newCallflow(firstAgency: string): Callflow {
  return {
    name: '',
    routing: 'fixed',
    agency_ids: [firstAgency],
    requests_dispatch: false,
    required_variables: [],
    answers_with: ['source_id', 'status', 'sla_expiration_time', 'created_time'],
    tells_sender: NEWS.map(({ value }) => value),
  };
}

/** Makes a callflow, or changes one; its name stays, because senders state it. */
export function CallflowDialog({ sender, callflow, agencies, onClose }: CallflowDialogProps) {
  const initial = callflow ?? newCallflow(agencies[0]?.id ?? '');
  const form = useForm({ initialValues: { ...initial, variables: initial.required_variables.join('\n') } });
  const save = useSaveCallflow(onClose);
  const chosen = form.values;
  const isByPosition = chosen.routing === 'position';
  const candidates = isByPosition ? agencies.filter(({ has_boundary }) => has_boundary) : agencies;

  const submit = form.onSubmit(({ variables, ...given }) =>
    save.mutate({
      isNew: callflow === null,
      request: { ...given, client_id: sender.client_id, required_variables: readLines(variables) },
    }),
  );

  return (
    <Dialog
      onClose={onClose}
      title={callflow === null ? translated('New callflow') : translated('Callflow {name}', { name: callflow.name })}
    >
      <form className={classes.form} onSubmit={submit}>
        <Refused error={save.error} />
        {callflow === null && (
          <TextInput
            label={translated('Name')}
            description={translated('The sender states it with each alert. It cannot change later.')}
            maxLength={100}
            pattern="[\w.\-]+"
            title={translated('Letters, digits, dots, hyphens and underscores')}
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
        )}
        <NativeSelect
          label={translated('Alerts go to')}
          data={ROUTINGS.map(({ value, label }) => ({ value, label: translated(label) }))}
          value={chosen.routing}
          onChange={(event) =>
            form.setValues(
              event.currentTarget.value === 'position'
                ? { routing: 'position', agency_ids: [] }
                : { routing: 'fixed', agency_ids: chosen.agency_ids.slice(0, 1), default_agency_id: null },
            )
          }
        />
        {isByPosition ? (
          <AgencyOrder
            candidates={candidates}
            agencyIds={chosen.agency_ids}
            onChange={(agency_ids) => form.setValues({ agency_ids })}
          />
        ) : (
          <NativeSelect
            label={translated('Agency')}
            data={candidates.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen.agency_ids[0] ?? ''}
            onChange={(event) => form.setValues({ agency_ids: [event.currentTarget.value] })}
          />
        )}
        {isByPosition && (
          <NativeSelect
            label={translated('Alerts without a position')}
            description={translated('Alarm panels often know their address alone, and no boundary covers an address.')}
            data={[
              { value: '', label: translated('Are refused, and the sender is notified why') },
              ...agencies.map(({ id, name }) => ({ value: id, label: translated('Go to {name}', { name }) })),
            ]}
            value={chosen.default_agency_id ?? ''}
            onChange={(event) => form.setValues({ default_agency_id: event.currentTarget.value || null })}
          />
        )}
        <Checkbox
          label={translated('Ask the agency to dispatch with each alert')}
          {...form.getInputProps('requests_dispatch', { type: 'checkbox' })}
        />
        <Textarea
          label={translated('Variables it must have')}
          description={translated(
            'One a line, after its group and a dot: vehicle.plate. A name, a phone number and a place always are.',
          )}
          rows={3}
          {...form.getInputProps('variables')}
        />
        <Checkbox.Group
          label={translated('The answer states, beside the alert’s id')}
          value={chosen.answers_with}
          onChange={(values) =>
            form.setValues({
              answers_with: ANSWERS.map(({ value }) => value).filter((value) => values.includes(value)),
            })
          }
        >
          {ANSWERS.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={translated(label)} mt="xs" />
          ))}
        </Checkbox.Group>
        <Checkbox.Group
          label={translated('The sender’s stream and webhooks notify of its')}
          value={chosen.tells_sender}
          onChange={(values) =>
            form.setValues({ tells_sender: NEWS.map(({ value }) => value).filter((value) => values.includes(value)) })
          }
        >
          {NEWS.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={translated(label)} mt="xs" />
          ))}
        </Checkbox.Group>
        <DialogButtons isPending={save.isPending} isDisabled={chosen.agency_ids.length === 0} onClose={onClose} />
      </form>
    </Dialog>
  );
}
