import type { AlertSide, Incident } from '@sallyport/contract';
import { useEffect, useRef } from 'react';
import { useMay } from '../current-session/use-may.ts';
import { InstantAge } from '../time/instant-age.tsx';
import { translated } from '../words/translated.ts';
import { AcceptDeadline } from './accept-deadline.tsx';
import classes from './alert.module.css';
import { AlertLog } from './alert-log.tsx';
import { AnswerButtons } from './answer-buttons.tsx';
import { AnswerRefused } from './answer-refused.tsx';
import { DispositionButtons } from './disposition-buttons.tsx';
import { MessageForm } from './message-form.tsx';
import { statusSentence } from './status-sentence.ts';
import { useAlertActions } from './use-alert-actions.ts';

/** After these nothing becomes of an alert by itself. */
const ENDED = new Set(['DECLINED', 'TIMEOUT', 'CANCELED']);

interface AlertPanelProps {
  incident: Incident;
  alert: AlertSide;
}

/** Where an alert stands, what may be answered now and until when, and the talk with whoever sent it. */
export function AlertPanel({ incident, alert }: AlertPanelProps) {
  const { answer, state } = useAlertActions(incident.id);
  const mayAnswer = useMay()('alerts:answer');
  const title = useFocusKept(answer.isSuccess);
  return (
    <section className={classes.panel} aria-labelledby="alert-title">
      <div className={classes.answer}>
        <div className={classes.head}>
          <h2 id="alert-title" ref={title} tabIndex={-1}>
            {translated('Answer')}
          </h2>
          {alert.status_changed_at !== null && (
            <span className={classes.since}>
              {translated('Changed')} <InstantAge instant={alert.status_changed_at} />
            </span>
          )}
        </div>
        <p role="status">
          {alert.is_supplemental_only
            ? translated('Sent for information only. It is neither answered nor chatted about here.')
            : statusSentence(incident.status, alert)}
        </p>
        {alert.accept_by !== null && (
          <AcceptDeadline from={alert.dispatch_requested_at ?? incident.created_at} until={alert.accept_by} />
        )}
        {mayAnswer && <AnswerButtons alert={alert} answer={answer} />}
        {mayAnswer && <DispositionButtons alert={alert} answer={answer} />}
        <AnswerRefused error={answer.error} alert={alert} onClose={answer.reset} />
      </div>
      <div className={classes.talk}>
        <h2>{translated('Log and chat')}</h2>
        <AlertLog lines={alert.log} />
        {alert.may_chat && mayAnswer && (
          <>
            {isEnded(incident) && (
              <p className={classes.since}>{translated('The alert has ended; messages still reach its sender.')}</p>
            )}
            <MessageForm to={alert.sent_by} state={state} />
          </>
        )}
      </div>
    </section>
  );
}

function isEnded({ status, disposition }: Incident): boolean {
  return ENDED.has(status.name) || disposition?.name === 'CLOSED';
}

/** An answer removes the button that was pressed: the focus then goes to the panel's title, not to the page's start. */
function useFocusKept(isAnswered: boolean) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isAnswered && document.activeElement === document.body) title.current?.focus();
  }, [isAnswered]);
  return title;
}
