import type { SignInUse } from '../clients/sign-in-use.ts';
import type { Software } from './software.ts';

/** `draft` is the developer's alone; `submitted` waits for an operator; the last two are answers that stay. */
export type ApplicationState = 'draft' | 'submitted' | 'more_asked' | 'approved' | 'declined';

/** Who the person behind the application is, and proof that the company is one (seed: Active911 registration). */
export type DocumentKind = 'photo_id' | 'proof_of_business';
export const DOCUMENT_KINDS: readonly DocumentKind[] = ['photo_id', 'proof_of_business'];

export type DocumentType = 'application/pdf' | 'image/png' | 'image/jpeg';

/** What is known of an uploaded document without reading it. */
export interface DocumentFacts {
  readonly kind: DocumentKind;
  readonly mediaType: DocumentType;
  readonly sizeBytes: number;
  readonly uploadedAt: number;
}

/** What a developer states about an application. The phone number is kept as it was written beside its E.164 form. */
export interface ApplicationDetails extends Software, SignInUse {
  readonly name: string;
  readonly contactName: string;
  readonly contactEmail: string;
  readonly contactPhone: string;
  readonly contactPhoneGiven: string;
  readonly company: string;
}

export type StepName =
  | 'registered'
  | 'edited'
  | 'document_uploaded'
  | 'submitted'
  | 'more_asked'
  | 'approved'
  | 'declined'
  | 'redirects_changed'
  | 'secret_added'
  | 'secret_removed'
  | 'agency_asked'
  | 'agency_granted'
  | 'agency_declined'
  | 'client_issued';

/** One thing that happened to an application, for its developer to follow. */
export interface ApplicationStep {
  readonly at: number;
  readonly step: StepName;
  readonly takenBy: 'developer' | 'operator' | 'agency' | 'sallyport';
  readonly text: string | null;
}

export interface Application extends ApplicationDetails {
  readonly id: string;
  readonly developer: { readonly id: string; readonly email: string; readonly name: string };
  readonly state: ApplicationState;
  /** Set when it is approved: the client of every agency that consents. */
  readonly clientId: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly documents: readonly DocumentFacts[];
  /** Oldest first. */
  readonly steps: readonly ApplicationStep[];
}
