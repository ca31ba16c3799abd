import type { TSchema } from 'typebox';
import type { DomainError, ErrorCode } from '../../kernel/errors.ts';
import type { Answer } from './answer.ts';

/** What an encoder of errors knows besides the error. */
export interface ErrorContext {
  readonly requestId: string;
  readonly path: string;
  readonly publicUrl: string;
}

export type EncodeError = (error: DomainError, context: ErrorContext) => Answer;

/** How errors look on one wire: an entry for every code, so that a new code does not compile until each wire has one. */
export interface ErrorEncoding {
  /** The schema of every body, for the API pages. */
  readonly schema: TSchema;
  readonly encodeError: Readonly<Record<ErrorCode, EncodeError>>;
}

/** The record from a table over every code, for a wire whose errors differ in the table's entry alone. */
export function encodersOf<Entry>(
  table: Readonly<Record<ErrorCode, Entry>>,
  encode: (entry: Entry, error: DomainError, context: ErrorContext) => Answer,
): ErrorEncoding['encodeError'] {
  const codes = Object.keys(table) as ErrorCode[];
  const encoders = codes.map((code): [ErrorCode, EncodeError] => [
    code,
    (error, context) => encode(table[code], error, context),
  ]);
  return Object.fromEntries(encoders) as Record<ErrorCode, EncodeError>;
}

/** The same errors, each changed by `change` once it is encoded. */
export function changedEncoding(
  { schema, encodeError }: ErrorEncoding,
  change: (answer: Answer, error: DomainError, context: ErrorContext) => Answer,
): ErrorEncoding {
  const encode = (encodeOne: EncodeError, error: DomainError, context: ErrorContext) =>
    change(encodeOne(error, context), error, context);
  return { schema, encodeError: encodersOf(encodeError, encode) };
}
