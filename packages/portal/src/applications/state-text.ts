import type { Application, ApplicationState, ApplicationStep, DocumentKind } from '@sallyport/contract';

export const STATE_TEXT: Readonly<Record<ApplicationState, string>> = {
  draft: 'Draft',
  submitted: 'Under review',
  more_asked: 'More is asked for',
  approved: 'Approved',
  declined: 'Declined',
};

export const DOCUMENT_TEXT: Readonly<Record<DocumentKind, string>> = {
  photo_id: 'Photo ID of the contact',
  proof_of_business: 'Proof of business',
};

const STEP_TEXT: Readonly<Record<ApplicationStep['step'], string>> = {
  registered: 'Registered',
  edited: 'Changed',
  document_uploaded: 'Document uploaded',
  submitted: 'Submitted for review',
  more_asked: 'More asked for',
  approved: 'Approved',
  declined: 'Declined',
  redirects_changed: 'Redirect URIs changed',
  secret_added: 'Secret made',
  secret_removed: 'Secret removed',
  agency_asked: 'Agency asked',
  agency_granted: 'Agency agreed',
  agency_declined: 'Agency declined',
  client_issued: 'Client issued',
};

/** What happened, in a line; a document by its name. */
export function stepText({ step, text }: ApplicationStep): string {
  if (text === null) return STEP_TEXT[step];
  const isDocument = step === 'document_uploaded';
  return `${STEP_TEXT[step]}: ${isDocument ? (DOCUMENT_TEXT[text as DocumentKind] ?? text) : text}`;
}

/** The operator's last words, where it is the developer's turn or there is nothing more to do. */
export function lastWords({ state, steps }: Application): string | null {
  if (state !== 'more_asked' && state !== 'declined') return null;
  return steps.findLast(({ step }) => step === state)?.text ?? null;
}
