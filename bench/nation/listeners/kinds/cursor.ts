const CURSOR = /"cursor":"([^"]+)"/;

/** The cursor that a frame states, which is one event's; nothing where it states none. */
export function cursorIn(text: string): readonly string[] {
  const cursor = CURSOR.exec(text)?.[1];
  return cursor === undefined ? [] : [cursor];
}
