import { Button, Checkbox } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { PersonalTokenOffer } from '@sallyport/contract';
import { useState } from 'react';
import consent from '../../consent/consent.module.css';
import { ShownInstant } from '../../time/shown-instant.tsx';
import { serverText, translated } from '../../words/translated.ts';
import classes from './personal-token.module.css';

interface PersonalTokenFormProps {
  offer: PersonalTokenOffer;
  isIssuing: boolean;
  onConfirmed: (scopes: readonly string[]) => void;
}

/** First what the token may, then Yes or No for the agency. Nothing is ticked beforehand. */
export function PersonalTokenForm({ offer, isIssuing, onConfirmed }: PersonalTokenFormProps) {
  const form = useForm<{ scopes: string[] }>({ initialValues: { scopes: [] } });
  const [isConfirming, setIsConfirming] = useState(false);
  const { scopes: chosen } = form.values;
  const submit = form.onSubmit(({ scopes }) => {
    if (isConfirming) onConfirmed(scopes);
    else setIsConfirming(true);
  });
  if (isConfirming) {
    return (
      <form className={classes.form} onSubmit={submit}>
        <p role="status">
          {translated('Whoever holds the token may use the data of')} <strong>{offer.agency.name}</strong>{' '}
          {translated('until')} <ShownInstant at={offer.ends_at} />
          {translated(', unless an admin ends it before, under Access. It may:')}
        </p>
        <ul>
          {offer.scopes
            .filter(({ name }) => chosen.includes(name))
            .map(({ name, sentence }) => (
              <li key={name}>{serverText(sentence)}</li>
            ))}
        </ul>
        <div className={consent.choices}>
          <Button type="submit" loading={isIssuing}>
            {translated('Yes, issue the token')}
          </Button>
          <Button variant="default" disabled={isIssuing} onClick={() => setIsConfirming(false)}>
            {translated('No')}
          </Button>
        </div>
      </form>
    );
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <p>
        {translated('Agency:')} <strong>{offer.agency.name}</strong>
      </p>
      <fieldset className={consent.scopes}>
        <legend>{translated('The token may')}</legend>
        <Checkbox.Group {...form.getInputProps('scopes')}>
          {offer.scopes.map(({ name, sentence }) => (
            <Checkbox key={name} value={name} label={serverText(sentence)} />
          ))}
        </Checkbox.Group>
      </fieldset>
      <div className={classes.buttons}>
        <Button type="submit" disabled={chosen.length === 0}>
          {translated('Continue')}
        </Button>
      </div>
    </form>
  );
}
