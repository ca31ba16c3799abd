import { refuse } from '../../kernel/errors.ts';
import type { AuditRecord } from '../types.ts';

/** Where a record stands: by time, and among those of one instant by chain and number. */
export type Place = Pick<AuditRecord, 'at' | 'chain' | 'number'>;

/** What lies beyond a record, in one direction. */
export interface Cursor extends Place {
  readonly direction: 'older' | 'newer';
}

const FORM = /^(older|newer)\.(\d{1,15})\.(\d{1,15})\.([\w-]{1,64})$/;

/** It names a place and no filter: whoever sends it sees what their filter and their agency let them see. */
export function encodeCursor({ direction, at, number, chain }: Cursor): string {
  return [direction, at, number, chain].join('.');
}

/** Refuses what no page gave. */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const [, direction, at, number, chain = ''] = FORM.exec(text) ?? [];
  if (direction !== 'older' && direction !== 'newer') {
    throw refuse.invalidRequest({
      description: '`cursor` must be an `older_cursor` or a `newer_cursor` of a page before',
    });
  }
  return { direction, at: Number(at), number: Number(number), chain };
}
