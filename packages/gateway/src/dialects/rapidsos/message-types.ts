import type { LogMessage } from '@sallyport/contract';
import { MESSAGE_KINDS, type MessageKind } from '../../incidents/events/bodies.ts';

type MessageType = LogMessage['message_type'];

/** What RapidSOS calls each kind of line of an alert's log. */
export const MESSAGE_TYPE_OF = {
  system: 'SYSTEM_UPDATE',
  status: 'STATUS_UPDATE',
  chat: 'CHAT_MESSAGE',
  milestone: 'MILESTONE',
  further_signal: 'MULTI_TRIP_SIGNAL',
} as const satisfies Record<MessageKind, MessageType>;

/** The kind of line that RapidSOS calls so. */
export function messageKindOf(type: MessageType): MessageKind {
  const kind = MESSAGE_KINDS.find((each) => MESSAGE_TYPE_OF[each] === type);
  if (kind === undefined) throw new Error(`no kind of message is called ${type}`);
  return kind;
}
