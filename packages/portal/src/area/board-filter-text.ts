import type { BoardFilter } from '@sallyport/contract';
import { translated } from '../words/translated.ts';
import { areaWords } from './area-words.ts';

const KIND_WORDS = { alert: 'Alerts', call: 'Calls', cad: 'CAD incidents' } as const;

/** What a display shows, in a line. */
export function boardFilterText({ kind, area, hides_tests }: BoardFilter): string {
  const parts = [
    kind && translated(KIND_WORDS[kind]),
    area !== undefined && areaWords(area),
    hides_tests === true && translated('no tests'),
  ].filter((part): part is string => typeof part === 'string');
  return parts.length === 0 ? translated('Everything') : parts.join(', ');
}
