import type { AlertSide, NamedValue } from '@sallyport/contract';
import { serverText, translated } from '../words/translated.ts';

/** Where an alert stands, in a sentence. */
export function statusSentence({ name, display_name }: NamedValue, alert: AlertSide): string {
  const sender = alert.sent_by;
  switch (name) {
    case 'NEW':
      return translated('{sender} has not asked for dispatch. You may answer already.', { sender });
    case 'DISPATCH_REQUESTED':
      return translated('{sender} asks for dispatch and waits for your answer.', { sender });
    case 'ACCEPTED':
      return alert.disposition === null
        ? translated('Accepted. No unit has been reported yet.')
        : translated('Accepted. {disposition}.', { disposition: serverText(alert.disposition.display_name) });
    case 'DECLINED':
      return alert.decline_reason === null
        ? translated('Declined, without a reason.')
        : translated('Declined: {reason}', { reason: serverText(alert.decline_reason) });
    case 'TIMEOUT':
      return translated('Nobody answered in time. {sender} may ask for dispatch again.', { sender });
    case 'CANCELED':
      return alert.cancel_reason === null
        ? translated('Canceled by {sender}.', { sender })
        : translated('Canceled by {sender}: {reason}', { sender, reason: alert.cancel_reason });
    case 'IGNORED':
      return translated('{sender} asks for no dispatch.', { sender });
    default:
      return serverText(display_name);
  }
}

/** Who changed an alert last, and to what: "Received, dana@center.example of Keeper County". Empty where nobody did. */
export function lastChangeText({ log }: AlertSide): string {
  const last = log.findLast(({ type }) => type === 'STATUS_UPDATE');
  return last === undefined
    ? ''
    : translated('{change}, {sender} of {agency}', {
        change: serverText(last.text),
        sender: last.sender,
        agency: last.entity,
      });
}
