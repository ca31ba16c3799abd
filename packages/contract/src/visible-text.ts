import { type TStringOptions, Type } from 'typebox';

/**
 * Matches text in which a person sees something: one character at least that is no blank, control character, zero-width or
 * directional mark, byte order mark, combining mark or filler. ECMA-262 with the `u` flag, as JSON Schema has it.
 */
export const VISIBLE_PATTERN =
  '[^\\s\\p{Cc}\\p{Cf}\\p{Cs}\\p{M}\\u115f\\u1160\\u2065\\u2800\\u3164\\uffa0\\ufff0-\\ufff8]';

/** Text that a person must see: a note, a reason, what something is called. 1 to `maxLength` characters, one of them visible. */
export function VisibleText<Options extends TStringOptions>(maxLength: number, options?: Options) {
  return Type.String({ minLength: 1, maxLength, pattern: VISIBLE_PATTERN, ...options });
}
