import type { Application, ApplicationState, ApplicationStep, DocumentKind } from '@sallyport/contract';
import type { Text } from '../words/spanish/spanish.ts';
import { translated } from '../words/translated.ts';

export const STATE_TEXT: Readonly<Record<ApplicationState, Text>> = {
  draft: 'Draft',
  submitted: 'Under review',
  more_asked: 'More is asked for',
  approved: 'Approved',
  declined: 'Declined',
};

export const DOCUMENT_TEXT: Readonly<Record<DocumentKind, Text>> = {
  photo_id: 'Photo ID of the contact',
  proof_of_business: 'Proof of business',
};

const STEP_TEXT: Readonly<Record<ApplicationStep['step'], Text>> = {
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
  const happened = translated(STEP_TEXT[step]);
  if (text === null) return happened;
  const isDocument = step === 'document_uploaded' && Object.hasOwn(DOCUMENT_TEXT, text);
  return `${happened}: ${isDocument ? translated(DOCUMENT_TEXT[text as DocumentKind]) : text}`;
}

/** The operator's last words, where it is the developer's turn or there is nothing more to do. */
export function lastWords({ state, steps }: Application): string | null {
  if (state !== 'more_asked' && state !== 'declined') return null;
  return steps.findLast(({ step }) => step === state)?.text ?? null;
}
