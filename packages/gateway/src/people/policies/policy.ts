/** Of whom a second factor is asked, from the loosest to the strictest. */
export const SECOND_FACTORS = ['none', 'administrators', 'everyone'] as const;

/** What an agency, or the installation, asks of its people's sign-in. Every value is enforced where its name leads. */
export interface SecurityPolicy {
  /** So many wrong passwords or codes lock an account at one place. */
  readonly lockoutFailures: number;
  /** A wrong one that comes later than this after the one before begins a new count. */
  readonly lockoutWindowMinutes: number;
  /** After how long a lock ends by itself; null where an administrator has to release it. */
  readonly lockoutMinutes: number | null;
  readonly passwordMinimumLength: number;
  /** So many earlier passwords may not be chosen again. */
  readonly passwordsRemembered: number;
  /** After so many days a password has to be changed at the next sign-in by it; null never. */
  readonly passwordMaximumAgeDays: number | null;
  /** Who shows a second factor besides a password. */
  readonly secondFactor: (typeof SECOND_FACTORS)[number];
  /** After how many hours a person who is signed in signs in anew. */
  readonly sessionHours: number;
  /** So many hours after a factor or the password was last shown, the session asks for one again; null never. */
  readonly recheckHours: number | null;
  /** After so many minutes without use a session is locked, but at a dispatch position; null never. */
  readonly idleLockMinutes: number | null;
  /** So many minutes after a factor was last shown, what gives access to others asks for one again; null never. */
  readonly stepUpMinutes: number | null;
  /** Whether a client may carry a person's password to the token path (RFC 6749 section 4.3). */
  readonly allowsPasswordGrant: boolean;
  /** After how many days without a sign-in an account is disabled; null never. */
  readonly inactiveDays: number | null;
  /** Within how many days somebody confirms that an account is still needed; null never. */
  readonly accountReviewDays: number | null;
  /** What a person reads at every sign-in, on terms of use; null where there is nothing to read. */
  readonly bannerText: string | null;
  /** Whether a sign-in is complete only once the person acknowledged that text. */
  readonly bannerMustBeAcknowledged: boolean;
}

export type PolicyValue = SecurityPolicy[keyof SecurityPolicy];

/** The bounds of one value, and which of two is the stricter one. */
export interface PolicyField {
  /** Its name in the native API, which a refusal states. */
  readonly wireName: string;
  readonly stricter: 'lower' | 'higher' | 'false' | 'true';
  readonly minimum: number;
  readonly maximum: number;
  /** What null is, where the value may be null. */
  readonly null?: 'strictest' | 'loosest';
  /** The words of a value that is no number, from the loosest to the strictest; its bounds are their places. */
  readonly words?: readonly string[];
  /** True of a text, of which the bounds are the length; one is as strict as another. */
  readonly isText?: true;
}

const FLAG = { minimum: 0, maximum: 1 } as const;

/** Every value of a policy. Another one is another row, here, in each profile and in the contract. */
export const POLICY_FIELDS: Readonly<Record<keyof SecurityPolicy, PolicyField>> = {
  lockoutFailures: { wireName: 'lockout_failures', stricter: 'lower', minimum: 3, maximum: 10 },
  lockoutWindowMinutes: { wireName: 'lockout_window_minutes', stricter: 'higher', minimum: 5, maximum: 1_440 },
  lockoutMinutes: { wireName: 'lockout_minutes', stricter: 'higher', minimum: 10, maximum: 1_440, null: 'strictest' },
  passwordMinimumLength: { wireName: 'password_minimum_length', stricter: 'higher', minimum: 8, maximum: 128 },
  passwordsRemembered: { wireName: 'passwords_remembered', stricter: 'higher', minimum: 0, maximum: 10 },
  passwordMaximumAgeDays: {
    ...{ wireName: 'password_maximum_age_days', stricter: 'lower', minimum: 30, maximum: 730, null: 'loosest' },
  },
  secondFactor: { wireName: 'second_factor', stricter: 'higher', minimum: 0, maximum: 2, words: SECOND_FACTORS },
  sessionHours: { wireName: 'session_hours', stricter: 'lower', minimum: 1, maximum: 24 },
  recheckHours: { wireName: 'recheck_hours', stricter: 'lower', minimum: 1, maximum: 24, null: 'loosest' },
  idleLockMinutes: { wireName: 'idle_lock_minutes', stricter: 'lower', minimum: 5, maximum: 720, null: 'loosest' },
  stepUpMinutes: { wireName: 'step_up_minutes', stricter: 'lower', minimum: 5, maximum: 720, null: 'loosest' },
  allowsPasswordGrant: { wireName: 'allows_password_grant', stricter: 'false', ...FLAG },
  inactiveDays: { wireName: 'inactive_days', stricter: 'lower', minimum: 30, maximum: 365, null: 'loosest' },
  accountReviewDays: {
    ...{ wireName: 'account_review_days', stricter: 'lower', minimum: 30, maximum: 366, null: 'loosest' },
  },
  bannerText: {
    wireName: 'banner_text',
    stricter: 'higher',
    minimum: 1,
    maximum: 2_000,
    null: 'loosest',
    isText: true,
  },
  bannerMustBeAcknowledged: { wireName: 'banner_must_be_acknowledged', stricter: 'true', ...FLAG },
};

export const POLICY_NAMES = Object.keys(POLICY_FIELDS) as readonly (keyof SecurityPolicy)[];

export const PROFILE_NAMES = ['cjis', 'nist', 'open'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** The four statements of CJIS AC-8, as a system use notification. */
const CJIS_BANNER = [
  'You are accessing a restricted information system.',
  'System usage may be monitored, recorded, and subject to audit.',
  'Unauthorized use of the system is prohibited and may be subject to criminal and civil penalties.',
  'Use of the system indicates consent to monitoring and recording.',
].join('\n');

/**
 * `cjis`: FBI CJIS Security Policy 6.0 (AC-2, AC-2(3), AC-7, AC-8, IA-2, IA-5, IA-5(1), IA-11). `nist`: SP 800-63B-4 at AAL2, which asks for no reuse
 * list, forbids changes by age and lets a lock end by itself. `open`: what an installation did before it chose one, and what the sandbox has.
 */
export const PROFILES: Readonly<Record<ProfileName, SecurityPolicy>> = {
  cjis: {
    lockoutFailures: 5,
    lockoutWindowMinutes: 15,
    lockoutMinutes: null,
    passwordMinimumLength: 8,
    passwordsRemembered: 10,
    passwordMaximumAgeDays: 365,
    secondFactor: 'everyone',
    sessionHours: 24,
    recheckHours: 12,
    idleLockMinutes: 30,
    stepUpMinutes: 15,
    allowsPasswordGrant: false,
    inactiveDays: 90,
    accountReviewDays: 365,
    bannerText: CJIS_BANNER,
    bannerMustBeAcknowledged: true,
  },
  nist: {
    lockoutFailures: 10,
    lockoutWindowMinutes: 15,
    lockoutMinutes: 30,
    passwordMinimumLength: 8,
    passwordsRemembered: 0,
    passwordMaximumAgeDays: null,
    secondFactor: 'everyone',
    sessionHours: 24,
    recheckHours: 12,
    idleLockMinutes: 60,
    stepUpMinutes: 15,
    allowsPasswordGrant: false,
    inactiveDays: null,
    accountReviewDays: null,
    bannerText: null,
    bannerMustBeAcknowledged: false,
  },
  open: {
    lockoutFailures: 5,
    lockoutWindowMinutes: 15,
    lockoutMinutes: null,
    passwordMinimumLength: 8,
    passwordsRemembered: 0,
    passwordMaximumAgeDays: null,
    secondFactor: 'none',
    sessionHours: 24,
    recheckHours: null,
    idleLockMinutes: null,
    stepUpMinutes: null,
    allowsPasswordGrant: true,
    inactiveDays: null,
    accountReviewDays: null,
    bannerText: null,
    bannerMustBeAcknowledged: false,
  },
};
