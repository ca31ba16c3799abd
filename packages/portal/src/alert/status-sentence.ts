import type { AlertSide, NamedValue } from '@sallyport/contract';

/** Where an alert stands, in a sentence. */
export function statusSentence({ name, display_name }: NamedValue, alert: AlertSide): string {
  const sender = alert.sent_by;
  switch (name) {
    case 'NEW':
      return `${sender} has not asked for dispatch. You may answer already.`;
    case 'DISPATCH_REQUESTED':
      return `${sender} asks for dispatch and waits for your answer.`;
    case 'ACCEPTED':
      return alert.disposition === null
        ? 'Accepted. No unit has been reported yet.'
        : `Accepted. ${alert.disposition.display_name}.`;
    case 'DECLINED':
      return alert.decline_reason === null ? 'Declined, without a reason.' : `Declined: ${alert.decline_reason}`;
    case 'TIMEOUT':
      return `Nobody answered in time. ${sender} may ask for dispatch again.`;
    case 'CANCELED':
      return alert.cancel_reason === null ? `Canceled by ${sender}.` : `Canceled by ${sender}: ${alert.cancel_reason}`;
    case 'IGNORED':
      return `${sender} asks for no dispatch.`;
    default:
      return display_name;
  }
}

/** Who changed an alert last, and to what: "Received, dana@center.example of Keeper County". Empty where nobody did. */
export function lastChangeText({ log }: AlertSide): string {
  const last = log.findLast(({ type }) => type === 'STATUS_UPDATE');
  return last === undefined ? '' : `${last.text}, ${last.sender} of ${last.entity}`;
}
