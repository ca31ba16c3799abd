/** Incidents that agencies share by kind, type or area, and what is answered of them. */
export const SHARES = {
  Actions: 'Acciones',
  'Keep it': 'Conservarlo',
  Until: 'Hasta',
} as const;
