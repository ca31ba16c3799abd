import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Incident, IncidentSummary } from '@sallyport/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useFind } from '../finding/use-find.ts';
import { callerText, incidentTitle } from '../marks/incident-title.ts';
import { StatusMark } from '../marks/status-mark.tsx';
import { Dialog } from '../notices/dialog.tsx';
import { DialogButtons } from '../notices/dialog-buttons.tsx';
import { Refused } from '../notices/refused.tsx';
import { InstantAge } from '../time/instant-age.tsx';
import { translated } from '../words/translated.ts';
import { mergeCandidates } from './merge-candidates.ts';
import classes from './merge-form.module.css';

const AFTER_TYPING_MS = 150;
const SHOWN_AT_MOST = 20;

export interface MergeDialogProps {
  /** The duplicate. */
  incident: Incident;
  isSending: boolean;
  error: Error | null;
  onChosen: (intoId: string) => void;
  onClose: () => void;
}

/** Chooses the incident that goes on: the likeliest active ones at first, what is found once something is typed. */
export function MergeForm({ incident, isSending, error, onChosen, onClose }: MergeDialogProps) {
  const { incidents } = useSallyport();
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed, AFTER_TYPING_MS);
  const [chosen, setChosen] = useState<string | null>(null);
  const active = useQuery({
    queryKey: ['merge candidates', incident.id],
    queryFn: ({ signal }) => incidents.section({ section: 'active', limit: 200 }, signal),
  });
  const found = useFind(settled, SHOWN_AT_MOST);
  const isSearch = settled.trim().length >= 3;
  const listed = isSearch ? (found.data?.found ?? []).map((each) => each.incident) : (active.data?.incidents ?? []);
  const candidates = mergeCandidates(incident, listed).slice(0, SHOWN_AT_MOST);
  const into = candidates.find(({ id }) => id === chosen);
  const isAsked = isSearch ? found.isFetched : active.isFetched;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (into !== undefined) onChosen(into.id);
  };
  return (
    <Dialog title={translated('Merge this call')} onClose={onClose}>
      <form className={classes.form} onSubmit={submit}>
        <p>
          {translated(
            'The call leaves the active ones; the one you choose goes on. Its live audio goes on too. It can be undone.',
          )}
        </p>
        <TextInput
          label={translated('Find the incident that goes on')}
          placeholder={translated('Number, name, address, words')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          maxLength={200}
          autoComplete="off"
          data-autofocus
        />
        <fieldset className={classes.list}>
          <legend>{translated(isSearch ? 'Found' : 'Active, the likeliest first')}</legend>
          {candidates.map((each) => (
            <Candidate key={each.id} incident={each} isChosen={each.id === chosen} onChoose={setChosen} />
          ))}
          {isAsked && candidates.length === 0 && (
            <p>{translated('No incident that this call could be merged into.')}</p>
          )}
        </fieldset>
        <Refused error={error ?? active.error ?? found.error} />
        <DialogButtons
          keep={translated('Back')}
          action={translated('Merge into it')}
          isPending={isSending}
          isDisabled={into === undefined}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}

interface CandidateProps {
  incident: IncidentSummary;
  isChosen: boolean;
  onChoose: (id: string) => void;
}

function Candidate({ incident, isChosen, onChoose }: CandidateProps) {
  const { location, claim } = incident;
  return (
    <label className={classes.candidate} data-chosen={isChosen}>
      <input type="radio" name="into" checked={isChosen} onChange={() => onChoose(incident.id)} />
      <span>
        <span className={classes.line}>
          <strong>{callerText(incident)}</strong>
          <span>{incidentTitle(incident)}</span>
          <StatusMark status={incident.status} />
        </span>
        <small>
          {location?.civic ?? incident.description ?? translated('No address')} ·{' '}
          <InstantAge instant={incident.created_at} />
          {claim !== undefined && ` · ${translated('{name} has it', { name: claim.name })}`}
        </small>
      </span>
    </label>
  );
}
