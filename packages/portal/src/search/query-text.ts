import type { SearchQuery } from '@sallyport/contract';
import { phoneText } from '../cards/phone-text.ts';

/** A query as the server understood it. */
export function queryText({ kind, value }: SearchQuery): string {
  return kind === 'phone' ? phoneText(value) : value;
}
