import type { Colleague, Incident } from '../incident/types.ts';
import { about, type Entry } from './about.ts';
import type { NewEvent } from './types.ts';

interface OfTransfer {
  readonly id: string;
  readonly toAgencyId: string;
  readonly toAgencyName: string;
}

const to = ({ id, toAgencyId, toAgencyName }: OfTransfer) => ({
  transfer: { id, agencyId: toAgencyId, agencyName: toAgencyName },
});

/** Another agency sees the incident from now on. */
export function transferOpened(
  incident: Incident,
  transfer: OfTransfer & { readonly reason: string | null; readonly expiresAt: number; readonly madeBy: Colleague },
  { id, at }: Entry,
): NewEvent<'incident.transfer_opened'> {
  const { reason, expiresAt, madeBy } = transfer;
  const body = { id, ...to(transfer), reason, expiresAt, colleague: madeBy };
  return { ...about(incident, at), type: 'incident.transfer_opened', body };
}

/** It does not see it any more: somebody of either agency ended that. */
export function transferEnded(
  incident: Incident,
  transfer: OfTransfer,
  { agencyId, userId, name }: Colleague & { readonly agencyId: string },
  { id, at }: Entry,
): NewEvent<'incident.transfer_ended'> {
  const isByReceiver = agencyId === transfer.toAgencyId;
  const body = { id, ...to(transfer), isByReceiver, colleague: { userId, name } };
  return { ...about(incident, at), type: 'incident.transfer_ended', body };
}
