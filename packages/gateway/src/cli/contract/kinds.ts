/** What a value of an answer must be: `must` is read after the name of its member. */
export interface Kind {
  readonly must: string;
  fits(value: unknown): boolean;
}

const kind = (must: string, fits: (value: unknown) => boolean): Kind => ({ must, fits });

/** Milliseconds since 1970, from 2001 to 2286: neither seconds nor microseconds of this century are among them. */
const isMilliseconds = (value: number) => value >= 1e12 && value < 1e13;
const isSeconds = (value: number) => value >= 1e9 && value < 1e10;
const isDigits = (value: unknown): value is string => typeof value === 'string' && /^\d+$/.test(value);
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isHttpUrl = (value: unknown) =>
  typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

export const text = kind('is text', (value) => typeof value === 'string');
export const filledText = kind('is text that is not empty', (value) => typeof value === 'string' && value !== '');
export const boolean = kind('is true or false', (value) => typeof value === 'boolean');
export const number = kind('is a number', (value) => typeof value === 'number');
export const wholeNumber = kind('is a whole number', (value) => Number.isInteger(value));
export const digits = kind('is a number as text', isDigits);
export const list = kind('is a list', Array.isArray);
export const object = kind('is an object', isObject);
export const httpUrl = kind('is a whole http or https URL', isHttpUrl);
export const milliseconds = kind(
  'is a Unix time in milliseconds',
  (value) => Number.isInteger(value) && isMilliseconds(Number(value)),
);
export const millisecondsText = kind(
  'is a Unix time in milliseconds as text',
  (value) => isDigits(value) && isMilliseconds(Number(value)),
);
export const seconds = kind(
  'is a Unix time in seconds',
  (value) => Number.isInteger(value) && isSeconds(Number(value)),
);
export const utcInstant = kind(
  'is a time as 2014-01-01 00:00:00',
  (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value),
);
export const markedUtcInstant = kind(
  'is a time as 2024-01-15 10:30:00 UTC',
  (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/.test(value),
);
export const uuid = kind(
  'is a UUID',
  (value) => typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value),
);
export const coordinate = kind(
  'is degrees as text with decimals',
  (value) => typeof value === 'string' && /^-?\d{1,3}\.\d+$/.test(value),
);
export const e164 = kind('is an E.164 number', (value) => typeof value === 'string' && /^\+[1-9]\d{6,14}$/.test(value));
export const emptyList = kind('is an empty list', (value) => Array.isArray(value) && value.length === 0);
export const startingWith = (start: string) =>
  kind(`is text that begins with ${start}`, (value) => typeof value === 'string' && value.startsWith(start));
export const texts = kind(
  'is a list of texts',
  (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
);

/** A lifetime as RapidSOS sends it, number or text, of that many seconds at most. */
export const lifetime = (most: number, form: Kind): Kind =>
  kind(`${form.must} of seconds from 1 to ${most}`, (value) => {
    return form.fits(value) && Number(value) >= 1 && Number(value) <= most;
  });

export const exactly = (wanted: string | number | boolean): Kind =>
  kind(`is ${JSON.stringify(wanted)}`, (value) => value === wanted);

export const oneOf = (...wanted: readonly string[]): Kind =>
  kind(`is one of ${wanted.join(', ')}`, (value) => typeof value === 'string' && wanted.includes(value));

export const either = (first: Kind, second: Kind): Kind =>
  kind(`${first.must}, or ${second.must.replace(/^is /, '')}`, (value) => first.fits(value) || second.fits(value));

export const orNull = (one: Kind): Kind => kind(`${one.must}, or null`, (value) => value === null || one.fits(value));

/** An object whose members are these; it may have others. */
export const objectOf = (members: Readonly<Record<string, Kind>>): Kind =>
  kind(`has ${Object.keys(members).join(', ')}`, (value) => {
    return isObject(value) && Object.entries(members).every(([name, one]) => one.fits(Object(value)[name]));
  });

/** A list of such things; an empty one has nothing wrong in it. */
export const listOf = (one: Kind): Kind =>
  kind(`is a list, each of which ${one.must}`, (value) => Array.isArray(value) && value.every(one.fits));
