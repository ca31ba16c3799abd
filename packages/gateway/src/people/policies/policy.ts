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
}

export type PolicyValue = SecurityPolicy[keyof SecurityPolicy];

/** The bounds of one value, and which of two is the stricter one. */
export interface PolicyField {
  /** Its name in the native API, which a refusal states. */
  readonly wireName: string;
  readonly stricter: 'lower' | 'higher' | 'false';
  readonly minimum: number;
  readonly maximum: number;
  /** What null is, where the value may be null. */
  readonly null?: 'strictest' | 'loosest';
  /** The words of a value that is no number, from the loosest to the strictest; its bounds are their places. */
  readonly words?: readonly string[];
}

const FLAG = { stricter: 'false', minimum: 0, maximum: 1 } as const;

/** Every value of a policy. Another one is another row, here, in each profile and in the contract. */
export const POLICY_FIELDS: Readonly<Record<keyof SecurityPolicy, PolicyField>> = {
  lockoutFailures: { wireName: 'lockout_failures', stricter: 'lower', minimum: 3, maximum: 10 },
  lockoutWindowMinutes: { wireName: 'lockout_window_minutes', stricter: 'higher', minimum: 5, maximum: 1_440 },
  lockoutMinutes: { wireName: 'lockout_minutes', stricter: 'higher', minimum: 10, maximum: 1_440, null: 'strictest' },
  passwordMinimumLength: { wireName: 'password_minimum_length', stricter: 'higher', minimum: 8, maximum: 128 },
  passwordsRemembered: { wireName: 'passwords_remembered', stricter: 'higher', minimum: 0, maximum: 10 },
  secondFactor: { wireName: 'second_factor', stricter: 'higher', minimum: 0, maximum: 2, words: SECOND_FACTORS },
  sessionHours: { wireName: 'session_hours', stricter: 'lower', minimum: 1, maximum: 24 },
  recheckHours: { wireName: 'recheck_hours', stricter: 'lower', minimum: 1, maximum: 24, null: 'loosest' },
  idleLockMinutes: { wireName: 'idle_lock_minutes', stricter: 'lower', minimum: 5, maximum: 720, null: 'loosest' },
  stepUpMinutes: { wireName: 'step_up_minutes', stricter: 'lower', minimum: 5, maximum: 720, null: 'loosest' },
  allowsPasswordGrant: { wireName: 'allows_password_grant', ...FLAG },
  inactiveDays: { wireName: 'inactive_days', stricter: 'lower', minimum: 30, maximum: 365, null: 'loosest' },
};

export const POLICY_NAMES = Object.keys(POLICY_FIELDS) as readonly (keyof SecurityPolicy)[];

export const PROFILE_NAMES = ['cjis', 'nist', 'open'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/**
 * `cjis`: FBI CJIS Security Policy 6.0 (AC-2(3), AC-7, IA-2, IA-5(1), IA-11). `nist`: SP 800-63B-4 at AAL2, which asks for no reuse
 * list and lets a lock end by itself. `open`: what an installation did before it chose one, and what the sandbox has.
 */
export const PROFILES: Readonly<Record<ProfileName, SecurityPolicy>> = {
  cjis: {
    lockoutFailures: 5,
    lockoutWindowMinutes: 15,
    lockoutMinutes: null,
    passwordMinimumLength: 8,
    passwordsRemembered: 10,
    secondFactor: 'everyone',
    sessionHours: 24,
    recheckHours: 12,
    idleLockMinutes: 30,
    stepUpMinutes: 15,
    allowsPasswordGrant: false,
    inactiveDays: 90,
  },
  nist: {
    lockoutFailures: 10,
    lockoutWindowMinutes: 15,
    lockoutMinutes: 30,
    passwordMinimumLength: 8,
    passwordsRemembered: 0,
    secondFactor: 'everyone',
    sessionHours: 24,
    recheckHours: 12,
    idleLockMinutes: 60,
    stepUpMinutes: 15,
    allowsPasswordGrant: false,
    inactiveDays: null,
  },
  open: {
    lockoutFailures: 5,
    lockoutWindowMinutes: 15,
    lockoutMinutes: null,
    passwordMinimumLength: 8,
    passwordsRemembered: 0,
    secondFactor: 'none',
    sessionHours: 24,
    recheckHours: null,
    idleLockMinutes: null,
    stepUpMinutes: null,
    allowsPasswordGrant: true,
    inactiveDays: null,
  },
};
