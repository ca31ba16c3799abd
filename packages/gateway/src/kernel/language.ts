/** In which languages the portal is read and mails are written, as BCP 47 names them. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A language as it is stored; null for none, and for one that a later version wrote. */
export const languageOf = (stored: string | null): Language | null => LANGUAGES.find((name) => name === stored) ?? null;
