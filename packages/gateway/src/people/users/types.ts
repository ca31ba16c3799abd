import type { Role } from '../rights/rights.ts';

/** A person. `agencyId` is null for operators alone. `passwordHash` is null until the first password is set. */
export interface User {
  readonly id: string;
  readonly agencyId: string | null;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: Role;
  readonly passwordHash: string | null;
  readonly disabledAt: number | null;
  readonly lastSignedInAt: number | null;
  readonly createdAt: number;
  /** How often everything the person held was ended; a token of an earlier generation is void. */
  readonly tokenGeneration: number;
}

/** A user as administrators see one. */
export interface UserState extends User {
  readonly isLocked: boolean;
  readonly openSessions: number;
}
