import { Button, Checkbox } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Authorization } from '@sallyport/contract';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../notices/refused.tsx';
import { ShownInstant } from '../time/shown-instant.tsx';
import { serverText, translated } from '../words/translated.ts';
import classes from './consent.module.css';

interface ConsentFormProps<Answer> {
  question: Pick<Authorization, 'application_name' | 'owner_name' | 'agency' | 'scopes' | 'ends_at'>;
  decide: (scopes: readonly string[]) => Promise<Answer>;
  onAnswered: (answer: Answer, scopes: readonly string[]) => void;
  /** What happens next. */
  children: ReactNode;
}

/** Who asks, for what and for how long. Everything asked for is ticked, as it was asked; what is unticked is not given. */
export function ConsentForm<Answer>({ question, decide: send, onAnswered, children }: ConsentFormProps<Answer>) {
  const { application_name, owner_name, agency, scopes, ends_at } = question;
  const form = useForm({ initialValues: { allowed: scopes.map(({ name }) => name) } });
  const decide = useMutation({
    mutationFn: send,
    onSuccess: onAnswered,
  });
  return (
    <form onSubmit={form.onSubmit(({ allowed }) => decide.mutate(allowed))}>
      <Refused error={decide.error} />
      <p>
        <strong>{application_name}</strong>
        {owner_name === null
          ? translated(', whose owner is not recorded,')
          : translated(', of {ownerName},', { ownerName: owner_name })}{' '}
        {translated('asks to use the data of')} <strong>{agency.name}</strong>.
      </p>
      <fieldset className={classes.scopes}>
        <legend>{translated('It may')}</legend>
        <Checkbox.Group {...form.getInputProps('allowed')}>
          {scopes.map(({ name, sentence }) => (
            <Checkbox key={name} value={name} label={serverText(sentence)} disabled={decide.isPending} />
          ))}
        </Checkbox.Group>
      </fieldset>
      <p>
        {translated('Until')} <ShownInstant at={ends_at} />
        {translated(', unless an admin ends it before, under Admin, Access.')} {children}
      </p>
      <div className={classes.choices}>
        <Button type="submit" loading={decide.isPending} disabled={form.values.allowed.length === 0}>
          {translated('Allow')}
        </Button>
        <Button variant="default" disabled={decide.isPending} onClick={() => decide.mutate([])}>
          {translated('Do not allow')}
        </Button>
      </div>
    </form>
  );
}
