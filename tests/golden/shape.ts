const MARKS: readonly (readonly [RegExp, string])[] = [
  [/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/, '<jwt>'],
  [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '<uuid>'],
  [/^alert-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '<alert id>'],
  [/^RapidSOS-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '<sender id>'],
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, '<time>'],
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d( UTC)?$/, '<time>'],
  [/^(sandbox-county|harbor-city):\d+$/, '<event cursor>'],
  [/^\d{13}$/, '<milliseconds as text>'],
  [/^\d{13}\.[0-9a-f-]{36}$/, '<cursor>'],
  [/^\d{13}\.[\w-]{6}\.\d+$/, '<audit cursor>'],
  [/^(older|newer)\.\d{13}\.\d+\.[\w-]{6}$/, '<cursor>'],
  [/^k2\.[\w-]{11}\.[\w-]{22}$/, '<hash>'],
  [/^[B-Z]{4}-[B-Z]{4}$/, '<user code>'],
  [/^[\w-]{43}$/, '<secret>'],
  [/^MD[\w-]{46}$/, '<user handle>'],
  [/^whsec_[\w+/=]{44}$/, '<webhook secret>'],
  [/^msg_\d{10}_\d+$/, '<delivery id>'],
  [/^msg_\d{10}_test_[0-9a-f-]{36}$/, '<test id>'],
  [/^[A-Z2-7]{32}$/, '<seed>'],
  [/^[\w-]{32}$/, '<refresh token>'],
];
const WITHIN: readonly (readonly [RegExp, string])[] = [
  [/http:\/\/(?:127\.0\.0\.1|localhost):\d+/g, '<origin>'],
  [/\/open_api\/api\/(\w+)\/\d+/g, '/open_api/api/$1/<number>'],
  [/\/portal\/incidents\/[0-9a-f-]{36}/g, '/portal/incidents/<uuid>'],
  [/\/scim\/v2\/(Users|Groups)\/[0-9a-f-]{36}/g, '/scim/v2/$1/<uuid>'],
  [/\/d\/[\w-]{43}/g, '/d/<secret>'],
  [/code=[\w-]{43}/g, 'code=<secret>'],
  [/http%3A%2F%2F(?:127\.0\.0\.1|localhost)%3A\d+/g, '<origin>'],
  [/user_code=[B-Z]{4}-[B-Z]{4}/g, 'user_code=<user code>'],
  [/request_uri:[\w-]{43}/g, 'request_uri:<secret>'],
  [/#[\w-]{43}$/g, '#<secret>'],
  [/(new|kit)-[0-9a-f-]+@/g, '$1-<n>@'],
  [/"incident_id":"[0-9a-f-]{36}"/g, '"incident_id":"<uuid>"'],
  [/&secret=[A-Z2-7]{32}&/g, '&secret=<seed>&'],
  [/Role [0-9a-f-]{36}/g, 'Role <uuid>'],
  [/in \d+ s/g, 'in <n> s'],
  [/Role [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'Role <uuid>'],
  [/\/sso\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '/sso/<uuid>'],
  [/secret=[A-Z2-7]{32}/g, 'secret=<secret>'],
  [/^new-county-\d+$/g, 'new-county-<n>'],
];

function markText(text: string): string {
  const [, mark] = MARKS.find(([pattern]) => pattern.test(text)) ?? [];
  return mark ?? WITHIN.reduce((marked, [pattern, replacement]) => marked.replace(pattern, replacement), text);
}

/**
 * A body with what changes from run to run replaced by the mark of its type: keys, their order, types and all fixed
 * texts stay. A list of like entries keeps its first.
 */
export function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return markText(value);
  if (typeof value === 'number') return value > 1e12 ? '<milliseconds>' : value > 1e9 ? '<seconds>' : value;
  if (Array.isArray(value)) {
    const shapes = value.map(shapeOf);
    const isOfRecords = shapes.every((shape) => typeof shape === 'object' && shape !== null);
    return isOfRecords && shapes.length > 1 && !hasKey(shapes[0]) ? [shapes[0], '<and more>'] : shapes;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOfField(key, inner)]));
}

/** The keys of a body whose values are measured, so that none of them is the same twice: nothing of lists. */
export function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return '<list>';
  if (typeof value !== 'object' || value === null) return '<measured>';
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keysOf(inner)]));
}

/** Numbers by which things are known or measured are never the same twice. */
function shapeOfField(key: string, value: unknown): unknown {
  if (key === 'chain' && typeof value === 'string') return '<chain>';
  if (key === 'number' && typeof value === 'number') return '<number>';
  if (key === 'id' && typeof value === 'string' && /^\d{1,9}$/.test(value)) return '<number>';
  if (['id', 'subscription_id', 'webhook_id'].includes(key) && typeof value === 'number') return '<id>';
  if ((key === 'attempts' || key === 'duration_ms') && typeof value === 'number') return '<count>';
  return shapeOf(value);
}

/** Fields and cards are each of their own kind and all shown. */
function hasKey(shape: unknown): boolean {
  return typeof shape === 'object' && shape !== null && ('key' in shape || 'fields' in shape);
}
