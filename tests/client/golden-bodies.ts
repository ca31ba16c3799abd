import { readFileSync } from 'node:fs';

/** What each mark of a golden body stands for, in the contract's own writing. */
const VALUES: Readonly<Record<string, unknown>> = {
  '<milliseconds>': 1_763_720_100_000,
  '<milliseconds as text>': '1763720100000',
  '<seconds>': 1_763_720_100,
  '<time>': '2025-11-21 10:15:00 UTC',
  '<count>': 1,
  '<page>': '<html>',
};
/** Numbers in RapidSOS's subscriptions, text elsewhere. */
const IDS: Readonly<Record<string, unknown>> = { '<id>': 41, '<number>': '41' };

/** The bodies of a golden file's successes, by route, with every mark filled in. */
export function goldenBodies(file: string): Record<string, unknown> {
  const path = new URL(`../golden/${file}.json`, import.meta.url);
  const routes = JSON.parse(readFileSync(path, 'utf8')) as Record<string, { success: { body?: unknown } }>;
  return Object.fromEntries(Object.entries(routes).map(([route, { success }]) => [route, filled(success.body, file)]));
}

/** The messages of a golden file of streams or webhooks, with every mark filled in. */
export function goldenMessages(file: string): unknown[] {
  const path = new URL(`../golden/messages/${file}.json`, import.meta.url);
  const kinds = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown[]>;
  return Object.values(kinds).flatMap((messages) => messages.map((message) => filled(message, file)));
}

function filled(value: unknown, file: string): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== '<and more>').map((one) => filled(one, file));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filled(inner, file)]));
  }
  if (typeof value !== 'string') return value;
  if (value === '<time>' && file.startsWith('active911')) return '2025-11-21 10:15:00';
  return VALUES[value] ?? IDS[value] ?? value.replaceAll('<origin>', 'http://127.0.0.1:8911');
}

/** How servers in the field write the same: each changes one member, null where it does not. */
export const QUIRKS: Readonly<Record<string, (value: unknown, name: string) => unknown>> = {
  'numbers as text': (value) => (typeof value === 'number' ? String(value) : value),
  'times in seconds': (value) =>
    typeof value === 'number' && value > 1e12
      ? value / 1000
      : /^\d{13}$/.test(String(value))
        ? String(Number(value) / 1000)
        : value,
  'times in seconds as text': (value) => (typeof value === 'number' && value > 1e12 ? String(value / 1000) : value),
  'text of digits as numbers': (value, name) =>
    typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) && NUMERIC.has(name) ? Number(value) : value,
  'ISO times': (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(value)
      ? `${value.slice(0, 10)}T${value.slice(11, 19)}.000Z`
      : value,
  'flags as text': (value) => (typeof value === 'boolean' ? String(value) : value),
};
const NUMERIC = new Set([
  'id',
  'latitude',
  'longitude',
  'created_at',
  'message_time',
  'size',
  'icon_id',
  'position_accuracy',
]);

export function quirked(value: unknown, quirk: (value: unknown, name: string) => unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => quirked(one, quirk, name));
  if (typeof value !== 'object' || value === null) return quirk(value, name);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, AS_GIVEN.has(key) ? inner : quirked(inner, quirk, key)]),
  );
}
/** What partners supplied is theirs, and kept as it is. */
const AS_GIVEN = new Set(['data', 'adr', 'metadata']);
