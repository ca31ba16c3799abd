import { storableText } from '../kernel/text.ts';

/**
 * A statement's parameters, every text among them as both engines can store it. Each connection of ours passes here, so that
 * no text that a statement writes or looks for is changed or refused by an engine.
 */
export function storableParameters(parameters: readonly unknown[]): unknown[] {
  return parameters.map(storable);
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  return Array.isArray(value) ? value.map(storable) : value;
}
