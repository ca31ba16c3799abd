import { ACCOUNT } from './account.ts';
import { ACCOUNT_REVIEWS } from './account-reviews.ts';
import { AGENCIES } from './agencies.ts';
import { APPLICATIONS } from './applications.ts';
import { AUDIT } from './audit.ts';
import { BOARD } from './board.ts';
import { FIGURES } from './figures.ts';
import { FINDINGS } from './findings.ts';
import { INCIDENT } from './incident.ts';
import { INSTALLATION } from './installation.ts';
import { PEOPLE } from './people.ts';
import { PROGRAMS } from './programs.ts';
import { QUESTIONS } from './questions.ts';
import { QUEUE } from './queue.ts';
import { RIGHTS } from './rights.ts';
import { SERVER_SENTENCES } from './server-sentences.ts';
import { REFUSALS, SERVER_TEXTS } from './server-texts.ts';
import { SHARES } from './shares.ts';

const ADMIN = {
  ...AGENCIES,
  ...PEOPLE,
  ...PROGRAMS,
  ...FIGURES,
  ...AUDIT,
  ...INSTALLATION,
  ...SHARES,
  ...ACCOUNT_REVIEWS,
};
const OWN = { ...ACCOUNT, ...QUEUE, ...INCIDENT, ...BOARD, ...ADMIN, ...APPLICATIONS, ...QUESTIONS };

/** A text of the portal as its sources have it, in English: the key of its translation. */
export type Text = keyof typeof OWN;

/** Every text in Spanish, by its English one, and every refusal by its code; loaded by who reads Spanish alone. */
export const SPANISH = {
  texts: { ...SERVER_TEXTS, ...FINDINGS, ...RIGHTS, ...OWN },
  refusals: REFUSALS,
  sentences: SERVER_SENTENCES,
};
