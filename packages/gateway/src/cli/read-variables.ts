import { readFile } from 'node:fs/promises';
import { UsageError, value } from './command.ts';

/** What an alert states: the usual variables by option, any others in a file. */
export const GIVEN_VARIABLES = {
  variables: value('file', 'A JSON object with the variables of the callflow; what is given below is put into it'),
  name: value('text', 'Who needs help'),
  phone: value('number', 'Their telephone number'),
  at: value('lat,lon[,metres]', 'Where, in degrees, and how uncertain that is'),
  type: value('name', 'The emergency type, as BURGLARY or TEST BURGLARY'),
  description: value('text', 'What a dispatcher reads'),
  'source-id': value('id', "The sender's own id, by which a repeat is known"),
} as const;

type Given = { readonly [Name in keyof typeof GIVEN_VARIABLES]: string | undefined };

function placeOf(text: string): object {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [latitude, longitude, uncertainty] = numbers;
  if (numbers.length < 2 || numbers.length > 3 || numbers.some(Number.isNaN)) {
    throw new UsageError(
      '--at must be latitude,longitude in degrees, with metres of uncertainty after them if need be',
    );
  }
  return { latitude, longitude, ...(uncertainty !== undefined && { uncertainty }) };
}

async function fileOf(path: string): Promise<object> {
  const text = await readFile(path, 'utf8').catch((err: NodeJS.ErrnoException) => {
    throw new UsageError(`--variables: ${path} cannot be read: ${err.code}`);
  });
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read;
  } catch {
    // The sentence below says what is wanted.
  }
  throw new UsageError(`--variables names a file with a JSON object; ${path} is none`);
}

/** The variables of an alert. Which of them a callflow requires is for the server to say. */
export async function readVariables(given: Given): Promise<Record<string, unknown>> {
  const { variables, name, phone, at, type, description, 'source-id': sourceId } = given;
  const stated = {
    ...{ user_name: name, user_phone: phone, location: at === undefined ? undefined : placeOf(at) },
    ...{ emergency_type: type, alarm_description: description, source_id: sourceId },
  };
  const own = Object.entries(stated).filter(([, each]) => each !== undefined);
  return { ...(variables !== undefined && (await fileOf(variables))), ...Object.fromEntries(own) };
}
