/** The subject of a mail, and its text line by line. */
export interface Mail {
  readonly subject: string;
  readonly lines: readonly string[];
}

/** What happened to an account. */
export type AccountChange =
  | 'factor_added'
  | 'factor_removed'
  | 'recovery_code_used'
  | 'recovery_codes_made'
  | 'password_changed'
  | 'new_place'
  | 'factors_reset';

/** Why a webhook was disabled. */
export type DisabledWebhook = 'gone' | 'failing' | 'ended';

/** What happened to an application, with what the sentence names. */
export type ApplicationStep =
  | { readonly step: 'submitted' | 'more_asked' | 'approved' | 'declined' }
  | { readonly step: 'secret_made' | 'secret_removed' | 'redirects_changed' }
  | { readonly step: 'agency_granted' | 'agency_declined'; readonly agencyName: string }
  | { readonly step: 'client_issued'; readonly clientId: string };

/** Every mail that Sallyport writes, in one language. Instants are as RFC 3339 has them; links are of this installation. */
export interface MailTexts {
  accountChanged(
    change: AccountChange,
    of: { firstName: string; at: string; place?: string; codesLeft?: number },
  ): Mail;
  passwordLink(of: { firstName: string; url: string; expiresAt: string }): Mail;
  passwordExpires(of: { firstName: string; expiresAt: string; url: string }): Mail;
  /** Has nothing in it that its sender wrote. */
  signUp(of: { url: string; expiresAt: string }): Mail;
  signUpOfKnown(of: { signInUrl: string }): Mail;
  webhookDisabled(of: { name: string; reason: DisabledWebhook; url: string }): Mail;
  /** `more` is what somebody wrote beside it. */
  applicationStep(step: ApplicationStep, of: { name: string; more: string; url: string }): Mail;
  reviewAsked(of: { name: string; developer: string; company: string; url: string }): Mail;
  auditHeads(of: { publicUrl: string; at: string; day: string; heads: readonly string[] }): Mail;
}
