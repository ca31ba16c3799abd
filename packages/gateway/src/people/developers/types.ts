/** Who registers applications. Belongs to no agency; sees their own applications and nothing else. */
export interface Developer {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly createdAt: number;
}

export interface DeveloperSession {
  readonly developer: Developer;
  readonly expiresAt: number;
}
