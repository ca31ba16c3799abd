import { ALERT_CHANGES, type AlertChange } from './alert-changes.ts';

/** What the answer to an alert may state besides the alert's id. */
export const ANSWER_FIELDS = ['sourceId', 'status', 'acceptBy', 'createdAt', 'agency'] as const;
export type AnswerField = (typeof ANSWER_FIELDS)[number];

/** A partner's named route into an agency: to whom its alerts go, what they must state, and what their sender learns. */
export interface Callflow {
  readonly name: string;
  /** `fixed`: to its one agency. `position`: to the first of its agencies whose boundary covers the alert. */
  readonly routing: 'fixed' | 'position';
  readonly agencyIds: readonly string[];
  /** Which agency gets an alert that has an address and no position, where routing is by position; null: it is refused. */
  readonly defaultAgencyId: string | null;
  /** True where its alerts ask the center to dispatch at once; otherwise the sender asks later. */
  readonly requestsDispatch: boolean;
  /** Variables an alert must have besides those every alert has, by their dotted path, as `vehicle.plate`. */
  readonly requiredVariables: readonly string[];
  readonly answersWith: readonly AnswerField[];
  /** Which changes of its alerts the sender's stream and webhooks send. */
  readonly tellsSender: readonly AlertChange[];
}

/** A callflow to one agency that asks for nothing special and sends its sender everything. */
export function plainCallflow(name: string, agencyId: string, changed: Partial<Callflow> = {}): Callflow {
  return {
    name,
    routing: 'fixed',
    agencyIds: [agencyId],
    defaultAgencyId: null,
    requestsDispatch: false,
    requiredVariables: [],
    answersWith: ['sourceId', 'status', 'acceptBy', 'createdAt'],
    tellsSender: ALERT_CHANGES,
    ...changed,
  };
}

/** Every agency a callflow's alerts may go to, each once. */
export function destinationsOf({ agencyIds, defaultAgencyId }: Callflow): readonly string[] {
  return [...new Set(defaultAgencyId === null ? agencyIds : [...agencyIds, defaultAgencyId])];
}
