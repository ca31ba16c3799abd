import type { IncidentStatus } from '../incident/types.ts';

/** What a signal was answered with, besides the incident's own id and place: a retry is answered with the same. */
export interface SignalAnswer {
  /** The sender's own id, which may be another one than that of the incident's first signal. */
  readonly sourceId: string | null;
  readonly status: IncidentStatus;
  /** Milliseconds; null where nobody was asked to accept. */
  readonly acceptBy: number | null;
}

/** Who sent a signal, to which agencies it may go, and under which id of the sender's own. */
export interface SignalSource {
  readonly clientId: string;
  readonly agencyIds: readonly string[];
  readonly sourceId: string;
}

/** One signal as it is stored. */
export interface StoredSignal {
  readonly id: string;
  readonly incidentId: string;
  readonly clientId: string;
  readonly agencyId: string;
  readonly sourceId: string | null;
  /** Of everything it stated but the server's own times. */
  readonly contentHash: string;
  /** False for the signal that made the incident, which is found by the incident's own columns. */
  readonly isFurther: boolean;
  /** E.164, or as it was given where it could not be read. */
  readonly callerPhone: string | null;
  readonly answer: SignalAnswer;
  readonly receivedAt: number;
}
