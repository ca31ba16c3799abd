import type { SecurityPolicyValues } from '@sallyport/contract';
import type { Text } from '../../words/spanish/spanish.ts';
import { translated } from '../../words/translated.ts';

export type FieldName = keyof SecurityPolicyValues;
export type FieldValue = SecurityPolicyValues[FieldName];

interface Field {
  readonly label: Text;
  readonly description: Text;
  /** A number within these bounds; a field without them is switched on and off. */
  readonly bounds?: readonly [minimum: number, maximum: number];
  /** The most characters of a text. */
  readonly longest?: number;
  /** True of a switch that is the stricter one where it is on. */
  readonly isStricterOn?: true;
  /** What may be chosen, with what each is, where the value is a word; from the loosest to the strictest. */
  readonly words?: Readonly<Record<string, Text>>;
  /** What the field without a number says, where it may have none. */
  readonly none?: Text;
}

interface FieldGroup {
  readonly title: Text;
  readonly fields: Readonly<Partial<Record<FieldName, Field>>>;
}

/** Every value of a policy as the page shows it, in order. */
export const FIELD_GROUPS: readonly FieldGroup[] = [
  {
    title: 'Locking',
    fields: {
      lockout_failures: {
        label: 'Wrong passwords that lock',
        description: 'Counted at each place from which the person has signed in, and at all others together.',
        bounds: [3, 10],
      },
      lockout_window_minutes: {
        label: 'Minutes after which a new count begins',
        description: 'Measured from the last wrong password.',
        bounds: [5, 1_440],
      },
      lockout_minutes: {
        label: 'Minutes after which a lock ends',
        description: 'An administrator can release it sooner.',
        bounds: [10, 1_440],
        none: 'Only an administrator ends a lock',
      },
    },
  },
  {
    title: 'Passwords and second factors',
    fields: {
      second_factor: {
        label: 'Second factor',
        description:
          'An authenticator app besides the password, added at the next sign-in. Whoever has one is always asked.',
        words: {
          none: 'Asked of nobody who has none',
          administrators: 'Asked of those who administer',
          everyone: 'Asked of everyone',
        },
      },
      password_minimum_length: {
        label: 'Fewest characters',
        description: 'Of every password that is set from now on.',
        bounds: [8, 128],
      },
      passwords_remembered: {
        label: 'Earlier passwords that may not be chosen again',
        description: '0 remembers none.',
        bounds: [0, 10],
      },
      password_maximum_age_days: {
        label: 'Days after which a password is changed',
        description:
          'At the next sign-in by it, and nothing else is allowed before. CJIS asks for a year, NIST for none.',
        bounds: [30, 730],
        none: 'A password is as good as new at any age',
      },
      allows_password_grant: {
        label: 'Clients may send a person’s password for a token',
        description: 'The password grant carries no second factor. Without it a CAD uses a code or a device sign-in.',
      },
    },
  },
  {
    title: 'Sessions and accounts',
    fields: {
      session_hours: {
        label: 'Hours until a person signs in anew',
        description: 'Holds for those who are signed in now, too.',
        bounds: [1, 24],
      },
      recheck_hours: {
        label: 'Hours until a person confirms in place that it is they',
        description: 'By one factor or the password; alerts go on ringing, and nothing on the screen is lost.',
        bounds: [1, 24],
        none: 'Nobody is asked before the session ends',
      },
      idle_lock_minutes: {
        label: 'Minutes without use until the page is locked',
        description: 'It goes on ringing, dimmed. Dispatch positions are not locked.',
        bounds: [5, 720],
        none: 'Pages are never locked',
      },
      step_up_minutes: {
        label: 'Minutes until a factor is asked for again',
        description:
          'Before access is given or changed: people, factors, applications, clients, webhooks, tokens, roles, policies, exports.',
        bounds: [5, 720],
        none: 'A factor is not asked for again',
      },
      inactive_days: {
        label: 'Days without a sign-in until an account is disabled',
        description: 'Operators are not disabled.',
        bounds: [30, 365],
        none: 'Accounts are never disabled for not being used',
      },
      account_review_days: {
        label: 'Days within which each account is reviewed',
        description: 'Who is due stands in Admin, Account reviews. Nobody is disabled by this.',
        bounds: [30, 366],
        none: 'Accounts are not reviewed',
      },
    },
  },
  {
    title: 'Notice of use at every sign-in',
    fields: {
      banner_text: {
        label: 'Text',
        description: 'Kept on the page until the person acknowledges it. It is asked of whoever signs in from now on.',
        longest: 2_000,
        none: 'No text is shown',
      },
      banner_must_be_acknowledged: {
        label: 'A sign-in waits until the text is acknowledged',
        description: 'Else it stands above every page.',
        isStricterOn: true,
      },
    },
  },
];

/** What the value is in a sentence, as for the loosest that is allowed. */
export function valueText(field: Field, value: FieldValue): string {
  if (value === null) return field.none === undefined ? translated('none') : translated(field.none);
  if (field.longest !== undefined) return translated('a text');
  if (typeof value === 'boolean') return value ? translated('on') : translated('off');
  return String(value);
}
