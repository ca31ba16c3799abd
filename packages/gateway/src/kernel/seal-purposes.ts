/**
 * Everything that is sealed at rest, each for one row: what was sealed for one opens for no other. What is sealed has the
 * purpose in it, so that none of these may ever change.
 */
export type SealPurpose =
  | `signing key ${string}`
  | `outbox ${string}`
  | `factor ${string}`
  | `webhook ${number} ${'secret' | 'authentication'}`
  | `identity provider ${string}`
  /** The answer to a refresh, under the refresh token itself. */
  | '';

/** The private half of a signing key. */
export const keyPurpose = (kid: string): SealPurpose => `signing key ${kid}`;
/** The text of a mail that waits. */
export const textPurpose = (id: string): SealPurpose => `outbox ${id}`;
/** The seed of a second factor. */
export const factorPurpose = (id: string): SealPurpose => `factor ${id}`;
/** The signing secret of a webhook subscription. */
export const secretPurpose = (subscriptionId: number): SealPurpose => `webhook ${subscriptionId} secret`;
/** The credential of a webhook subscription's endpoint. */
export const credentialPurpose = (subscriptionId: number): SealPurpose => `webhook ${subscriptionId} authentication`;
/** The client secret at an agency's identity provider. */
export const providerPurpose = (providerId: string): SealPurpose => `identity provider ${providerId}`;
