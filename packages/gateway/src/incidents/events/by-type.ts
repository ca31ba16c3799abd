import type { EventType, IncidentEvent } from './types.ts';

/**
 * What something does with each type of event; `null` is nothing. A table that misses a type does not compile, so that a new
 * type is decided upon everywhere.
 */
export type ByEventType<Rest extends readonly unknown[], Result> = {
  readonly [Type in EventType]: ((event: IncidentEvent<Type>, ...rest: Rest) => Result) | null;
};

/** What the table's function of the event's type returns; null where it has none. */
export function applyByType<Rest extends readonly unknown[], Result>(
  table: ByEventType<Rest, Result>,
  event: IncidentEvent,
  ...rest: Rest
): Result | null {
  return applyOf(table, event, rest);
}

function applyOf<Type extends EventType, Rest extends readonly unknown[], Result>(
  table: { readonly [Each in Type]: ((event: IncidentEvent<Each>, ...rest: Rest) => Result) | null },
  event: IncidentEvent<Type>,
  rest: Rest,
): Result | null {
  const apply = table[event.type];
  // A type that only a later version of the server knows is in no table.
  return apply ? apply(event, ...rest) : null;
}

/** The types for which the table has something. */
export function typesIn(table: Readonly<Record<EventType, unknown>>): EventType[] {
  return (Object.keys(table) as EventType[]).filter((type) => table[type] !== null);
}

/** Narrows an event to one of these types. */
export function isOfType<Type extends EventType>(...types: readonly Type[]) {
  return (event: IncidentEvent): event is IncidentEvent & IncidentEvent<Type> =>
    (types as readonly EventType[]).includes(event.type);
}
