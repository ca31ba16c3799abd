import { Button } from '@mantine/core';
import type { AlertSide, AnswerAlertRequest } from '@sallyport/contract';
import { serverText, translated } from '../words/translated.ts';
import classes from './alert.module.css';
import { inUsualOrder } from './disposition-order.ts';
import type { Answering } from './use-alert-actions.ts';

interface DispositionButtonsProps {
  alert: Pick<AlertSide, 'next_dispositions' | 'disposition'>;
  answer: Answering;
}

/** What may be stated of the units now, the usual next step first; nothing where nothing may. */
export function DispositionButtons({ alert, answer }: DispositionButtonsProps) {
  const offered = inUsualOrder(alert.next_dispositions, alert.disposition);
  if (offered.length === 0) return null;
  const asked = answer.isPending ? answer.variables?.disposition : undefined;
  return (
    <fieldset className={classes.dispositions}>
      <legend>{translated('Set disposition')}</legend>
      {offered.map(({ name, display_name }, index) => (
        <Button
          key={name}
          size="compact-sm"
          variant={index === 0 ? 'filled' : 'default'}
          loading={asked === name}
          disabled={asked !== undefined && asked !== name}
          onClick={() => answer.mutate({ disposition: name as NonNullable<AnswerAlertRequest['disposition']> })}
        >
          {serverText(display_name)}
        </Button>
      ))}
    </fieldset>
  );
}
