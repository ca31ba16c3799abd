import type { Random } from '../../../kernel/random.ts';
import { openAsBearer, sealForBearer } from '../../../kernel/seal.ts';
import type { IssuedToken } from '../../tokens/types.ts';

/** Seals the answer under the refresh token it was given for. */
export function sealAnswer(random: Random, refreshToken: string, answer: IssuedToken): string {
  return sealForBearer(random, refreshToken, JSON.stringify(answer));
}

/** The answer that was sealed under this refresh token. Throws where the text was changed. */
export function openAnswer(refreshToken: string, sealed: string): IssuedToken {
  return JSON.parse(openAsBearer(refreshToken, sealed)) as IssuedToken;
}
