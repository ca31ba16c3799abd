import type { Answer } from '../routing/answer.ts';

const AMPERSAND_FOR_QUESTION_MARK = /^(\/interface\/open_api\/api[^?&]*?)\/?&([^?]*)$/;

/**
 * The address that clients mean who put `&` where `?` belongs and leave out `=` before a number, as the published Python
 * client does: `/alerts/&alert_days=&alert_minutes=5`, `/locations/&locations_page1&locations_per_page10`.
 */
export function rewriteUrl(url: string): string {
  const [, path, query] = AMPERSAND_FOR_QUESTION_MARK.exec(url) ?? [];
  if (path === undefined || query === undefined) return url;
  return `${path}?${query.replace(/(^|&)(locations_page|locations_per_page)(\d+)(?=&|$)/g, '$1$2=$3')}`;
}

/** Where the API begins: applications follow these addresses as they come. */
const BASE = '/interface/open_api/api';

/**
 * JSON under the type that the vendor's server sends and its clients expect. A browser that opens it as a page runs and
 * shows nothing of what an alert states.
 */
export const AS_TEXT_HTML = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
} as const;

/** JSON without a character that could begin an element. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** A success: one member in `message`, which clients take by being the first. */
export function succeed(status: 200 | 201, key: string, payload: unknown): Answer {
  const body = toJson({ result: 'success', message: { [key]: payload } });
  return { status, headers: { ...AS_TEXT_HTML, 'cache-control': 'no-store' }, body };
}

type Collection = 'agencies' | 'devices' | 'alerts' | 'locations' | 'resources';

/** A record's number as text and its absolute address on our own host. */
export function referenceTo(publicUrl: string, collection: Collection, number: number): { id: string; uri: string } {
  return { id: String(number), uri: `${publicUrl}${BASE}/${collection}/${number}` };
}

/** `2026-11-21 10:30:00`, in UTC without saying so. */
export function toActive911Instant(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}

/** Degrees as text with eight decimals. */
export function toCoordinate(degrees: number | null | undefined): string {
  return (degrees ?? 0).toFixed(8);
}
