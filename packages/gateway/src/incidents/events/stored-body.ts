import type { EventBodies } from './bodies.ts';
import type { EventType } from './types.ts';

type MemberOf<Body> = Body extends unknown ? keyof Body : never;
type ValueOf<Body, Member> = Body extends unknown ? (Member extends keyof Body ? Body[Member] : never) : never;

/** Every member of every body, as it is stored: those that were added later are missing in older rows. */
export type StoredBody = {
  readonly [Member in MemberOf<EventBodies[EventType]>]?: ValueOf<EventBodies[EventType], Member>;
};
