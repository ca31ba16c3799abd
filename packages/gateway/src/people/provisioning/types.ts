import type { Actor } from '../../audit/types.ts';
import type { Origin } from '../../kernel/origin.ts';

/** A person of an agency as the agency's directory sees one. */
export interface ProvisionedPerson {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: string;
  readonly roleTitle: string;
  readonly isActive: boolean;
  /** What the directory calls the person; null where it gave no name. */
  readonly externalId: string | null;
  readonly createdAt: number;
}

/** For which agency, by whom and where from. */
export interface Provisioning {
  readonly agencyId: string;
  readonly actor: Actor;
  readonly origin: Origin;
}

/** What a directory states of a person; what is missing stays as it is. */
export interface PersonFields {
  readonly email?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly externalId?: string | null | undefined;
}

/** Each that is given must be so of a person that is chosen. */
export interface PersonFilter {
  readonly id?: string;
  readonly email?: string;
  readonly externalId?: string;
  readonly isActive?: boolean;
}

/** A role of the agency with who has it. */
export interface RoleWithMembers {
  readonly id: string;
  readonly title: string;
  readonly members: readonly Pick<ProvisionedPerson, 'id' | 'firstName' | 'lastName'>[];
}
