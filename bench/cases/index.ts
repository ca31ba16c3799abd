import type { Case } from '../case.ts';
import { clientCredentials } from './client-credentials.ts';

/** Every case, in the order it is run and printed. */
export const CASES: readonly Case[] = [clientCredentials];
