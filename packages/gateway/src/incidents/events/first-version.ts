import type { CadFacts } from '../incident/cad-incident.ts';
import type { AlertMessage, MessageKind } from './bodies.ts';
import type { StoredBody } from './compact-body.ts';

/** A body whose version had vendors' names for some members. */
export interface FirstBody extends Omit<StoredBody, 'message' | 'cad'> {
  readonly message?: { readonly type: string; readonly text: string };
  readonly cad?: Omit<CadFacts, 'partnerIncidentId'> & { readonly cadPartnerIncidentId: string };
}

/** The lines of an alert's log, as RapidSOS calls them. */
const KINDS: Readonly<Record<string, MessageKind>> = {
  SYSTEM_UPDATE: 'system',
  STATUS_UPDATE: 'status',
  CHAT_MESSAGE: 'chat',
  MILESTONE: 'milestone',
  MULTI_TRIP_SIGNAL: 'further_signal',
};

/** A body of the first version in the words of the second. */
export function fromFirstVersion({ message: stated, cad: linked, ...rest }: FirstBody): StoredBody {
  const message: AlertMessage | undefined = stated && { kind: KINDS[stated.type] ?? 'system', text: stated.text };
  let cad: CadFacts | undefined;
  if (linked !== undefined) {
    const { cadPartnerIncidentId: partnerIncidentId, ...facts } = linked;
    cad = { ...facts, partnerIncidentId };
  }
  return { ...rest, ...(message !== undefined && { message }), ...(cad !== undefined && { cad }) };
}
