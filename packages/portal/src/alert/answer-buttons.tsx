import { Button, Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { AlertSide } from '@sallyport/contract';
import { useState } from 'react';
import { keysText } from '../commands/commands.ts';
import { translated } from '../words/translated.ts';
import classes from './alert.module.css';
import { DeclineDialog } from './decline-dialog.tsx';
import type { Answering } from './use-alert-actions.ts';

interface AnswerButtonsProps {
  alert: Pick<AlertSide, 'next_statuses'>;
  answer: Answering;
}

/** Accept, in one press or by Shift+A, and Decline, by Shift+D, which asks why; each only while the server allows it. */
export function AnswerButtons({ alert, answer }: AnswerButtonsProps) {
  const [isDeclining, setIsDeclining] = useState(false);
  const may = (status: string) => alert.next_statuses.some(({ name }) => name === status);
  const mayAccept = may('ACCEPTED');
  const mayDecline = may('DECLINED');
  const accept = () => {
    if (mayAccept && !answer.isPending && !isDeclining) answer.mutate({ status: 'ACCEPTED' });
  };
  const askWhy = () => {
    if (mayDecline && !answer.isPending) setIsDeclining(true);
  };
  useHotkeys([
    ['shift+A', accept],
    ['shift+D', askWhy],
  ]);
  const decline = (reason: string) =>
    answer.mutate({ status: 'DECLINED', decline_reason: reason }, { onSettled: () => setIsDeclining(false) });
  return (
    <>
      {(mayAccept || mayDecline) && (
        <div className={classes.answers}>
          {mayAccept && (
            <Button
              aria-keyshortcuts="Shift+A"
              loading={answer.isPending && answer.variables?.status === 'ACCEPTED'}
              rightSection={<Kbd size="xs">{keysText('shift+A')}</Kbd>}
              onClick={accept}
            >
              {translated('Accept')}
            </Button>
          )}
          {mayDecline && (
            <Button
              variant="default"
              aria-keyshortcuts="Shift+D"
              rightSection={<Kbd size="xs">{keysText('shift+D')}</Kbd>}
              onClick={askWhy}
            >
              {translated('Decline …')}
            </Button>
          )}
        </div>
      )}
      {isDeclining && (
        <DeclineDialog
          mayDecline={mayDecline}
          isSending={answer.isPending}
          onDecline={decline}
          onClose={() => setIsDeclining(false)}
        />
      )}
    </>
  );
}
