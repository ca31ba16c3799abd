import { type TypeFacts, toStoredType } from '../incident/stored-type.ts';
import type { EventBodies } from './bodies.ts';
import type { EventType } from './types.ts';

type MemberOf<Body> = Body extends unknown ? keyof Body : never;
type ValueOf<Body, Member> = Body extends unknown ? (Member extends keyof Body ? Body[Member] : never) : never;

/** Every member of every body, as it is stored: those that were added later are missing in older rows. */
export type StoredBody = {
  readonly [Member in MemberOf<EventBodies[EventType]>]?: ValueOf<EventBodies[EventType], Member>;
};

const withStoredType = <Part extends TypeFacts>(part: Part) => ({ ...part, emergencyType: toStoredType(part) });

/** What is stored of a body: the types in it stand as rows have them. */
export function toStoredBody(body: EventBodies[EventType]): StoredBody {
  return {
    ...body,
    ...('incident' in body && { incident: withStoredType(body.incident) }),
    ...('signal' in body && { signal: withStoredType(body.signal) }),
  };
}
