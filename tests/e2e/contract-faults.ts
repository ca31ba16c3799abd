import type { Exchange } from '../../packages/gateway/src/cli/contract/exchange.ts';
import type { Line } from '../../packages/gateway/src/cli/contract/lines.ts';
import type { Fault, Passing } from './planted-faults.ts';

type Json = Record<string, unknown>;

/** Members that later requests need: they go by another name, as servers were seen to have it, and are not lost. */
const RENAMED: Readonly<Record<string, string>> = {
  access_token: 'acces_token',
  refresh_token: 'refreshToken',
  event: 'event_type',
  event_type: 'event',
};

/** The first event of that type, which a line states alone, in the body that has it. */
function eventIn(value: unknown, type: string): Json {
  if (typeof value !== 'object' || value === null) return {};
  if ((value as Json)['type'] === type) return value as Json;
  const inner = Object.values(value).map((one) => eventIn(one, type));
  return inner.find((one) => 'type' in one) ?? {};
}

function change(passing: Passing, path: string, of: (parent: Json, name: string) => void, within = ''): void {
  const body = JSON.parse(passing.body) as Json;
  const names = path.split('.');
  let parent = names[0] !== undefined && names[0] in body ? body : eventIn(body, within);
  for (const name of names.slice(0, -1)) parent = parent[name] as Json;
  of(parent, names.at(-1) ?? '');
  passing.body = JSON.stringify(body);
}

/** The value in another unit, of another type, or lacking something, which the rest of a run can still work with. */
function wrong(value: unknown, must: string): unknown {
  if (must.includes('milliseconds')) {
    const seconds = Math.floor(Number(value) / 1_000);
    return typeof value === 'string' ? String(seconds) : seconds;
  }
  if (must.includes('time in seconds')) return Number(value) * 1_000;
  if (must.includes('of seconds')) return typeof value === 'string' ? Number(value) * 1_000 : String(9_999_999);
  if (must.includes('URL')) return new URL(String(value)).pathname;
  if (must.includes('is empty') || must.includes('is an empty list')) return ['planted'];
  if (must.startsWith('is a list')) return [7, ...(value as unknown[]).slice(1)];
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string')
    return must.startsWith('is one of') || must.startsWith('is "')
      ? `${value}!`
      : must.includes('begins with')
        ? `!${value}`
        : 7;
  if (typeof value === 'object' && value !== null) {
    const [lacking] = /\w+$/.exec(must.replace(', or null', '')) ?? [];
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== lacking));
  }
  return 'planted';
}

function wrongStatus(status: number): number {
  if (status === 101) return 200;
  return status < 400 ? 299 : 418;
}

/** The first source of a RAD-E answer. */
const changeSource = (passing: Passing, of: (source: Json) => void) =>
  change(passing, 'sources', (parent, name) => of((parent[name] as Json[])[0] ?? {}));

/** The faults of lines that are a rule of their own, by their names. */
const OF_RULES: readonly (readonly [RegExp, Fault])[] = [
  [
    /gives an access token$/,
    (passing) => {
      passing.body = '{}';
    },
  ],
  [
    /opens in a browser/,
    (passing) => {
      passing.status = 500;
    },
  ],
  [
    /has a JWT$/,
    (passing) => {
      passing.body = '{}';
    },
  ],
  [
    /shows a page to the person$/,
    (passing) => {
      passing.status = 500;
    },
  ],
  [
    /goes to the redirection URI/,
    (passing) => {
      passing.body = passing.body.replace('http://localhost', 'http://elsewhere.test');
    },
  ],
  [
    /has the state that was sent$/,
    (passing) => {
      passing.body = passing.body.replace('state=contract', 'state=');
    },
  ],
  [
    /message has one member$/,
    (passing) =>
      change(passing, 'message', (parent) => {
        parent['message'] = { ...Object(parent['message']), planted: 1 };
      }),
  ],
  [
    /on the server's own host$/,
    (passing) => {
      const last = passing.body.lastIndexOf('http://');
      passing.body = `${passing.body.slice(0, last)}http://elsewhere.test${passing.body.slice(last).replace(/^http:\/\/[^/]+/, '')}`;
    },
  ],
  [
    /has \d+ alerts at most$/,
    (passing) =>
      change(passing, 'alerts', (parent, name) => {
        const listed = parent[name] as unknown[];
        parent[name] = [...listed, ...Array<unknown>(11).fill(listed.at(-1))];
      }),
  ],
  [/ascending order$/, (passing) => change(passing, 'alerts', (parent, name) => (parent[name] as unknown[]).reverse())],
  [
    /alerts_until is the created_time/,
    (passing) =>
      change(passing, 'alerts_until', (parent, name) => {
        parent[name] = Number(parent[name]) + 1;
      }),
  ],
  [
    /each source has its data as an object$/,
    (passing) =>
      changeSource(passing, (source) => {
        source['data'] = 'planted';
      }),
  ],
  [
    /each source has a display schema$/,
    (passing) =>
      changeSource(passing, (source) => {
        source['display_schema'] = 'planted';
      }),
  ],
  [
    /each field is one of text/,
    (passing) =>
      changeSource(passing, (source) => {
        const [section] = source['display_schema'] as { fields: Json[] }[];
        Object.assign(section?.fields[0] ?? {}, { type: 'planted' });
      }),
  ],
  [
    /Retry-After is a number of seconds/,
    (passing) => {
      passing.withoutHeader = 'retry-after';
    },
  ],
  [
    /within five minutes of now$/,
    (passing) =>
      change(passing, 'timestamp', (parent, name) => {
        parent[name] = Number(parent[name]) - 600_000;
      }),
  ],
];

/** One thing wrong, of which this line alone must be the line that fails. */
export function faultOf({ name, check }: Line, { json }: Exchange): Fault {
  const ofRule = OF_RULES.find(([pattern]) => pattern.test(name));
  if (ofRule !== undefined) return ofRule[1];
  if (/^answers \d/.test(check.name))
    return (passing) => {
      passing.status = wrongStatus(passing.status);
    };
  if (check.name === 'the body is JSON')
    return (passing) => {
      passing.body = '<html></html>';
    };
  if (check.name.startsWith('answers '))
    return (passing) => {
      passing.contentType = 'text/plain';
    };
  const [, path = '', must = ''] = /^(the body|\S+) (.*)$/.exec(check.name) ?? [];
  if (path === 'the body') {
    const changed = JSON.stringify(Array.isArray(json) ? { planted: json } : wrong(json, must));
    return (passing) => {
      passing.body = changed;
    };
  }
  return (passing) =>
    change(
      passing,
      path,
      (parent, member) => {
        const renamed = RENAMED[member];
        if (renamed === undefined) parent[member] = wrong(parent[member], must);
        else {
          parent[renamed] = parent[member];
          delete parent[member];
        }
      },
      name.replace(/:.*/, ''),
    );
}
