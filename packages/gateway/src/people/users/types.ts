import type { Language } from '../../kernel/language.ts';
import type { Right } from '../rights/rights.ts';

/** A person. `agencyId` is null for operators alone. `passwordHash` is null until the first password is set. */
export interface User {
  readonly id: string;
  readonly agencyId: string | null;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** A role of every installation by its name, or one of the agency's own by its id. */
  readonly role: string;
  /** What an own role of the agency is called and may do; missing for a role of every installation. */
  readonly ownRoleTitle?: string;
  readonly ownRoleRights?: ReadonlySet<Right>;
  readonly passwordHash: string | null;
  /** True where the person signs in by their agency's identity provider alone. Known where a person is found by their e-mail. */
  readonly hasNoPasswordSignIn?: boolean;
  /** When the password was set; missing where there is none. */
  readonly passwordChangedAt?: number;
  readonly disabledAt: number | null;
  /** True where the person's whole agency is disabled; missing where it is not. */
  readonly isAgencyDisabled?: true;
  readonly lastSignedInAt: number | null;
  readonly createdAt: number;
  /** How often everything the person held was ended; a token of an earlier generation is void. */
  readonly tokenGeneration: number;
  /** In which they read the portal; missing where they leave it to the browser. */
  readonly language?: Language;
  /** Of their agency, for whoever chose none; missing where it chose none. */
  readonly agencyLanguage?: Language;
}

/** In which a person is written to: theirs, else their agency's; undefined leaves it to the installation's English. */
export const mailLanguage = ({ language, agencyLanguage }: Pick<User, 'language' | 'agencyLanguage'>) =>
  language ?? agencyLanguage;

/** False where the person or their whole agency is disabled: then nothing of theirs is good. */
export function isEnabled({ disabledAt, isAgencyDisabled }: Pick<User, 'disabledAt' | 'isAgencyDisabled'>): boolean {
  return disabledAt === null && isAgencyDisabled !== true;
}

/** A user as administrators see one. */
export interface UserState extends User {
  readonly isLocked: boolean;
  readonly openSessions: number;
}
