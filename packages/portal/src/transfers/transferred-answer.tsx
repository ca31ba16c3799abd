import type { AnswerAlertRequest, TransferredIncident } from '@sallyport/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import classes from '../alert/alert.module.css';
import { AnswerButtons } from '../alert/answer-buttons.tsx';
import { DispositionButtons } from '../alert/disposition-buttons.tsx';
import { useSallyport } from '../api/sallyport-context.tsx';
import { useMay } from '../current-session/use-may.ts';
import { Refused } from '../notices/refused.tsx';
import { translated } from '../words/translated.ts';

interface TransferredAnswerProps {
  transferId: string;
  agencyName: string;
  alert: NonNullable<TransferredIncident['incident']['answer']>;
}

/** What may be answered for the other agency now. */
export function TransferredAnswer({ transferId, agencyName, alert }: TransferredAnswerProps) {
  const { transfers } = useSallyport();
  const queryClient = useQueryClient();
  const mayAnswer = useMay()('transfers:answer');
  const answer = useMutation({
    mutationFn: (request: AnswerAlertRequest) => transfers.answer(transferId, request),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['transfers'] }),
  });
  if (!mayAnswer) return null;
  return (
    <section className={classes.answer} aria-label={translated('Answer')}>
      <p>{translated('{agency} lets your agency answer it.', { agency: agencyName })}</p>
      <AnswerButtons alert={alert} answer={answer} />
      <DispositionButtons alert={alert} answer={answer} />
      <Refused error={answer.error} />
    </section>
  );
}
