import { Alert } from '@mantine/core';
import type { SessionEndReason } from '@sallyport/contract';
import { skipToken, useQuery } from '@tanstack/react-query';
import { SESSION_END_KEY } from '../api/query-client.ts';
import { translated } from '../words/translated.ts';

/** One sentence for every reason; the last is for those that a later server has. */
const SENTENCES = {
  signed_out: 'You signed out.',
  ended_elsewhere: 'You ended this session from another one.',
  ended_by_administrator: 'An administrator ended your session.',
  password_changed: 'Your password was changed.',
  account_disabled: 'Your account was disabled.',
  agency_disabled: 'Your agency was disabled on this server.',
  role_changed: 'Your role was changed.',
  factors_reset: 'Your second factors were reset.',
  provider_signed_out: 'You were signed out at your identity provider.',
  provider_changed: "Your agency's sign-in was changed.",
  confirmed_anew: 'You signed in anew in this browser.',
  policy_changed: 'The security policy was changed, and lets a session last less long.',
  expired: 'The session had lasted as long as it may.',
  unknown: 'Sign in again.',
} as const satisfies Record<SessionEndReason | 'unknown', string>;

const isKnown = (reason: string): reason is keyof typeof SENTENCES => Object.hasOwn(SENTENCES, reason);

/** Why the last session of this page is over; nothing where none is. */
export function SessionEnd() {
  const { data: reason } = useQuery<string | null>({ queryKey: SESSION_END_KEY, queryFn: skipToken });
  if (reason == null) return null;
  return (
    <Alert variant="outline" title={translated('Your session has ended')} role="status" mb="md">
      {translated(SENTENCES[isKnown(reason) ? reason : 'unknown'])}
    </Alert>
  );
}
