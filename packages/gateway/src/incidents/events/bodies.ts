import type { AlertChange } from '../../agencies/callflows/alert-changes.ts';
import type { AlertAuthor } from '../incident/alert-party.ts';
import type { CadFacts, CadStatement } from '../incident/cad-incident.ts';
import type { Media, Note, TranscriptWord, UnitResponse } from '../incident/change.ts';
import type { AlertStatus, Claim, Closing, Colleague, Incident, Location } from '../incident/types.ts';

/** What a line of an alert's log is about. */
export const MESSAGE_KINDS = ['system', 'status', 'chat', 'milestone', 'further_signal'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export interface AlertMessage {
  readonly kind: MessageKind;
  readonly text: string;
}

/** Everything a further signal stated, as far as an incident has a word for it. */
export type SignalContent = Pick<
  Incident,
  | 'sourceId'
  | 'suppliedBy'
  | 'incidentAt'
  | 'emergencyType'
  | 'isTest'
  | 'isActiveAssailant'
  | 'siteType'
  | 'description'
  | 'callerName'
  | 'callerPhoneNumber'
  | 'callerPhoneGiven'
  | 'location'
  | 'facts'
> & { readonly siteId: string | null };

/** Whose alert an event is about that does not carry the alert itself, and what its sender is notified, where that is not all. */
export interface OfSender {
  readonly originClientId: string | null;
  readonly tellsSender?: readonly AlertChange[];
}

/** The event's own id, under which what it adds is known. */
interface Numbered {
  readonly id: string;
}

/** The incident as it was after the event. */
interface Whole {
  readonly incident: Incident;
}

/** A transfer, and the agency that sees the incident by it. */
export interface TransferredTo {
  readonly id: string;
  readonly agencyId: string;
  readonly agencyName: string;
}

interface ByAuthor {
  readonly by: AlertAuthor;
}

/** Why a claim ended: its person gave it back or closed the incident, their seat went silent, or the incident was merged. */
export const RELEASE_CAUSES = ['given_back', 'closed', 'seat_silent', 'merged'] as const;
export type ReleaseCause = (typeof RELEASE_CAUSES)[number];

/** What each type of event carries. A type is added here; the compiler then names every place that has to know it. */
export interface EventBodies {
  /** The incident as it came in. */
  readonly 'incident.created': Whole;
  readonly 'incident.ended': Numbered & Whole;
  /** `to` is whom the call was handed to. */
  readonly 'incident.transferred': Numbered & Whole & { readonly to: string };
  /** What is new in the further signal in words, all it stated, and by whom. */
  readonly 'incident.signalled': Numbered &
    Whole &
    ByAuthor & { readonly message: AlertMessage; readonly signal: SignalContent };
  /** `into` is the id of the incident that goes on. `colleague` is who merged it, where a person did. */
  readonly 'incident.merged': Numbered & Whole & { readonly into: string; readonly colleague?: Colleague };
  /** Another incident was merged into this one. */
  readonly 'incident.merged_in': Numbered & { readonly merged: string; readonly colleague?: Colleague };
  /** A merge was undone: on the incident that stands by itself again, and on the one it was merged into. `apartFrom` is the other one. */
  readonly 'incident.unmerged': Numbered & Whole & { readonly apartFrom: string; readonly colleague: Colleague };
  /** Somebody works on the incident from now on. Taken over from a colleague, it states from whom, and why in words. */
  readonly 'incident.claimed': Numbered & {
    readonly claim: Claim;
    readonly takenFrom: Claim | null;
    readonly takeOverReason: string | null;
  };
  /** Nobody works on it any more. */
  readonly 'incident.released': Numbered & { readonly claim: Claim; readonly releasedAs: ReleaseCause };
  /** Somebody was done with it. */
  readonly 'incident.closed': Numbered & Whole & { readonly closing: Closing };
  /** Somebody works on it again after it was closed. */
  readonly 'incident.reopened': Numbered & Whole & { readonly colleague: Colleague };
  /** Without an author it is where the incident came in, or what equipment reported; `callerPhone` is whose place it is, where that may not be the incident's caller's. */
  readonly 'location.updated': Numbered &
    Partial<ByAuthor & OfSender> & {
      readonly location: Location;
      readonly classOfService: string | null;
      readonly callerPhone?: string | null;
    };
  readonly 'note.added': Numbered & CadStatement & { readonly note: Note };
  readonly 'media.attached': Numbered & { readonly media: Media };
  readonly 'transcript.added': Numbered & {
    readonly words: readonly TranscriptWord[];
    readonly callStartedAt: number | null;
  };
  readonly 'response.updated': Numbered & { readonly response: UnitResponse };
  /** Somebody sent it to the agency's CAD: what was sent in words, and to which receivers, by the names of their webhooks. */
  readonly 'incident.sent_to_cad': Numbered & {
    readonly colleague: Colleague;
    readonly text: string;
    readonly receivers: readonly string[];
  };
  /** Another agency sees it from now on, until `expiresAt` at most. */
  readonly 'incident.transfer_opened': Numbered & {
    readonly transfer: TransferredTo;
    readonly reason: string | null;
    readonly expiresAt: number;
    readonly colleague: Colleague;
  };
  /** Somebody of either agency ended that. */
  readonly 'incident.transfer_ended': Numbered & {
    readonly transfer: TransferredTo;
    readonly isByReceiver: boolean;
    readonly colleague: Colleague;
  };
  readonly 'cad.linked': Numbered & { readonly cad: CadFacts };
  /** `into` is the id of the incident that the CAD incident is linked to instead. */
  readonly 'cad.unlinked': Numbered & { readonly cad: CadFacts; readonly into: string };
  /** A new status, or more that the CAD stated. */
  readonly 'cad.status_changed': Numbered & CadStatement & { readonly cad: CadFacts };
  readonly 'alert.status_changed': Numbered & Whole & ByAuthor & { readonly from: AlertStatus };
  readonly 'alert.disposition_changed': Numbered & Whole & ByAuthor;
  readonly 'alert.message_added': Numbered & ByAuthor & OfSender & { readonly message: AlertMessage };
}
