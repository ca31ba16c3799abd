import type { AccountChange, ApplicationStep, DisabledWebhook, MailTexts } from './types.ts';

const CHANGES: Readonly<Record<AccountChange, readonly [subject: string, sentence: string]>> = {
  factor_added: ['A second factor was added', 'a second factor was added to your account'],
  factor_removed: ['A second factor was removed', 'a second factor was removed from your account'],
  recovery_code_used: ['A recovery code was used', 'one of your recovery codes was used to sign in'],
  recovery_codes_made: ['New recovery codes', 'new recovery codes were made; those before are void'],
  password_changed: ['Your password was changed', 'the password of your account was changed'],
  new_place: [
    'A sign-in from a new place',
    'somebody signed in to your account from a place that was never used before',
  ],
  factors_reset: ['Your second factors were removed', 'an administrator removed all of your second factors'],
};

const REASONS: Readonly<Record<DisabledWebhook, string>> = {
  gone: 'its endpoint answered 410 Gone',
  failing: 'nothing could be delivered to it for three days',
  ended: 'the access of the person, or the consent, that made it was ended',
};

function stepSentence(of: ApplicationStep): string {
  switch (of.step) {
    case 'submitted':
      return 'it was submitted; an operator reviews it.';
    case 'more_asked':
      return 'the operator asks for more.';
    case 'approved':
      return 'it is approved. Its client id and its secret are on its page.';
    case 'declined':
      return 'it is declined.';
    case 'secret_made':
      return 'a new secret was made. If you did not, notify the operator.';
    case 'secret_removed':
      return 'a secret was removed. If you did not, notify the operator.';
    case 'redirects_changed':
      return 'its redirect URIs were changed. If you did not, notify the operator.';
    case 'agency_granted':
      return `${of.agencyName} agrees.`;
    case 'agency_declined':
      return `${of.agencyName} declines.`;
    case 'client_issued':
      return `an agency issued the client ${of.clientId}; its administrator hands its secret over.`;
  }
}

/** The mails in English. */
export const ENGLISH: MailTexts = {
  accountChanged(change, { firstName, at, place, codesLeft }) {
    const [subject, sentence] = CHANGES[change];
    return {
      subject: `Sallyport: ${subject}`,
      lines: [
        `Hello ${firstName},`,
        '',
        `${sentence}, at ${at}.`,
        ...(place === undefined ? [] : [`The address of the place is ${place}.`]),
        ...(codesLeft === undefined ? [] : [`${codesLeft} recovery codes are left.`]),
        'If this was not you, ask an administrator of your agency to end your sessions and to reset your factors.',
      ],
    };
  },
  passwordLink: ({ firstName, url, expiresAt }) => ({
    subject: 'Set your Sallyport password',
    lines: [
      `Hello ${firstName},`,
      '',
      'an administrator of your agency asks you to set a password for Sallyport. Open this link once:',
      '',
      url,
      '',
      `It is valid until ${expiresAt}.`,
    ],
  }),
  passwordExpires: ({ firstName, expiresAt, url }) => ({
    subject: 'Sallyport: Your password expires',
    lines: [
      `Hello ${firstName},`,
      '',
      `your password for Sallyport expires at ${expiresAt}. From then on a sign-in asks for another one first.`,
      `You can change it now: open ${url}, sign in, and choose My account.`,
      'Nobody asks you for your password by mail or by telephone.',
    ],
  }),
  signUp: ({ url, expiresAt }) => ({
    subject: 'Your Sallyport developer account',
    lines: [
      'Hello,',
      '',
      'open this link once to confirm your Sallyport developer account:',
      '',
      url,
      '',
      `It is valid until ${expiresAt}. If you did not sign up, do nothing.`,
    ],
  }),
  signUpOfKnown: ({ signInUrl }) => ({
    subject: 'Your Sallyport developer account',
    lines: [
      'Hello,',
      '',
      'somebody signed up for a Sallyport developer account with this address, which has one already. Nothing was changed.',
      '',
      `Sign in at ${signInUrl} with the password you have.`,
    ],
  }),
  webhookDisabled: ({ name, reason, url }) => ({
    subject: `Webhook "${name}" was disabled`,
    lines: [
      `The webhook "${name}" was disabled: ${REASONS[reason]}.`,
      'What happened since stays in the log and is delivered when it is resumed.',
      `See its deliveries: ${url}`,
    ],
  }),
  applicationStep: (step, { name, more, url }) => ({
    subject: `Sallyport: ${name}`,
    lines: [`${name}: ${stepSentence(step)}`, ...(more === '' ? [] : ['', more]), '', url],
  }),
  reviewAsked: ({ name, developer, company, url }) => ({
    subject: `Sallyport: ${name}`,
    lines: [`${name}: ${developer} of ${company} asks for a review.`, '', url],
  }),
  auditHeads: ({ publicUrl, at, day, heads }) => ({
    subject: `Audit of ${publicUrl}, ${day}`,
    lines: [
      `The newest audit records of ${publicUrl} at ${at}, a line a chain.`,
      'Keep this mail where nobody changes it who can write the database.',
      'To prove the audit against it, save the lines that begin with { in a file:',
      'sallyport audit verify --anchor FILE',
      '',
      ...heads,
    ],
  }),
};
