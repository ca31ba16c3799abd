/** The shapes of status marks. Each differs from the others without colour. */
export type MarkShape = 'disc' | 'triangle' | 'check' | 'cross' | 'hourglass' | 'slash' | 'dash' | 'diamond';
export type MarkTone = 'alarm' | 'urgent' | 'good' | 'info' | 'past' | 'quiet';

interface Mark {
  readonly shape: MarkShape;
  readonly tone: MarkTone;
}

const STATUS_MARKS: Readonly<Record<string, Mark>> = {
  NEW: { shape: 'disc', tone: 'alarm' },
  DISPATCH_REQUESTED: { shape: 'triangle', tone: 'urgent' },
  ACCEPTED: { shape: 'check', tone: 'good' },
  DECLINED: { shape: 'cross', tone: 'urgent' },
  TIMEOUT: { shape: 'hourglass', tone: 'past' },
  CANCELED: { shape: 'slash', tone: 'quiet' },
  IGNORED: { shape: 'dash', tone: 'quiet' },
  ACTIVE: { shape: 'disc', tone: 'alarm' },
  TRANSFERRED: { shape: 'triangle', tone: 'past' },
  ENDED: { shape: 'check', tone: 'past' },
  WAITING: { shape: 'hourglass', tone: 'info' },
  MERGED: { shape: 'dash', tone: 'past' },
};

const OTHER_STATUS: Mark = { shape: 'diamond', tone: 'info' };

/** How a status is drawn; statuses this page does not know share one mark, and always show their own words. */
export function statusMark(name: string): Mark {
  return STATUS_MARKS[name] ?? OTHER_STATUS;
}

/** Path of a shape in a 16 by 16 box. */
export const SHAPE_PATHS: Readonly<Record<MarkShape, string>> = {
  disc: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11Z',
  triangle: 'M8 1.8 15 14H1Z',
  check: 'M2 8.5 4.2 6.3 6.5 8.6 11.8 3.2 14 5.4 6.5 13Z',
  cross: 'M4.2 2 8 5.8 11.8 2 14 4.2 10.2 8 14 11.8 11.8 14 8 10.2 4.2 14 2 11.8 5.8 8 2 4.2Z',
  hourglass: 'M3 1.5h10v2.5L9.5 8l3.5 4v2.5H3V12l3.5-4L3 4Z',
  slash: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13Zm-3.3 9.2 6-6-1.4-1.4-6 6Z',
  dash: 'M2 6.5h12v3H2Z',
  diamond: 'M8 1 15 8 8 15 1 8Z',
};

/** Path of an emergency type's sign in a 16 by 16 box; a type without one shows its words alone. */
export const TYPE_PATHS: Readonly<Record<string, string>> = {
  FIRE: 'M8.5 1c.5 3 4.5 4.5 4.5 8.5a5 5 0 0 1-10 0c0-2 1-3.5 2-4.5.2 1.5.8 2.2 1.5 2.5C6.3 5 7 2.5 8.5 1Z',
  MEDICAL: 'M6 2h4v4h4v4h-4v4H6v-4H2V6h4Z',
  BURGLARY: 'M4 7V5a4 4 0 0 1 8 0v2h1.5v7h-11V7Zm2 0h4V5a2 2 0 0 0-4 0Z',
  HOLDUP: 'M7 1.5h2v8H7ZM7 11.5h2v2.5H7ZM2 3l2 0 1 6H3.5ZM12 3h2l-1.5 6H11Z',
  SILENT_ALARM: 'M8 1.5a4 4 0 0 1 4 4v4l1.5 2h-11l1.5-2v-4a4 4 0 0 1 4-4ZM6.3 12.7h3.4a1.7 1.7 0 0 1-3.4 0Z',
  MOBILE_PANIC: 'M8 1.5a4 4 0 0 1 4 4v4l1.5 2h-11l1.5-2v-4a4 4 0 0 1 4-4ZM6.3 12.7h3.4a1.7 1.7 0 0 1-3.4 0Z',
  CRASH: 'M3 7l1.5-4h7L13 7l1.5 1.5V13H12v-1.5H4V13H1.5V8.5Zm2.2 0h5.6l-.8-2.3H6Z',
  CO: 'M8 1.5c2.5 3 4.5 5.3 4.5 8a4.5 4.5 0 0 1-9 0c0-2.7 2-5 4.5-8Z',
  ACTIVE_ASSAILANT: 'M8 0.8 15.5 15H0.5ZM7.1 5.5l.3 5h1.2l.3-5ZM7.1 11.5h1.8v1.8H7.1Z',
};
