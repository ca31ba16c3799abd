import { ANSWER_FIELDS, type AnswerField } from './types.ts';

/** How each field is stored, as it has been from the start: older rows stay readable, and newer ones to an older server. */
const STORED: { readonly [Field in AnswerField]: string } = {
  sourceId: 'source_id',
  status: 'status',
  acceptBy: 'sla_expiration_time',
  createdAt: 'created_time',
  agency: 'covering_psap',
};

export function toStoredFields(fields: readonly AnswerField[]): string[] {
  return fields.map((field) => STORED[field]);
}

/** The stored fields. One that only a later version of the server knows is left out. */
export function fromStoredFields(stored: readonly string[]): AnswerField[] {
  return stored.flatMap((name) => ANSWER_FIELDS.filter((field) => STORED[field] === name));
}
