import type { Callflow as WireCallflow } from '@sallyport/contract';
import { ANSWER_FIELDS, type AnswerField } from '../../agencies/callflows/types.ts';

type WireField = WireCallflow['answers_with'][number];

/** The member of a trigger's answer that is each field. */
const WIRE: { readonly [Field in AnswerField]: WireField } = {
  sourceId: 'source_id',
  status: 'status',
  acceptBy: 'sla_expiration_time',
  createdAt: 'created_time',
  agency: 'covering_psap',
};

/** Every member that an answer may have besides the alert's id, by its wire name. */
export const WIRE_ANSWER_FIELDS = ANSWER_FIELDS.map((field) => WIRE[field]);

export function encodeAnswerFields(fields: readonly AnswerField[]): WireField[] {
  return fields.map((field) => WIRE[field]);
}

export function readAnswerFields(given: readonly WireField[]): AnswerField[] {
  return given.flatMap((name) => ANSWER_FIELDS.filter((field) => WIRE[field] === name));
}
