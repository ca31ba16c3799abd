import { ENGLISH } from './english.ts';
import { SPANISH } from './spanish.ts';
import type { Mail, MailTexts } from './types.ts';

const TEXTS = { en: ENGLISH, es: SPANISH } as const;

/** The mails in the language in which somebody is written to; English where nobody chose one. */
export const mailTexts = (language: keyof typeof TEXTS | undefined): MailTexts => TEXTS[language ?? 'en'];

/** A mail as the queue takes it. */
export const mailTo = (to: string, { subject, lines }: Mail) => ({ to, subject, text: lines.join('\n') });
