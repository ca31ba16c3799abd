import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

const Days = Nullable(Type.Integer({ minimum: 7, maximum: 36_500 }));

/** How a clean-up last went. */
export const CleanUp = Type.Object({
  kind: Type.Enum(['incidents', 'events', 'media']),
  finished_at: Nullable(Type.String({ format: 'date-time' })),
  removed: Type.Integer({ description: 'Rows the last run removed' }),
  removed_in_all: Type.Integer({ description: 'Rows all runs removed' }),
});
export type CleanUp = Static<typeof CleanUp>;

/** Answer of `GET` and `PATCH /api/retention`: for how long an agency keeps incidents, and what was removed. */
export const Retention = Type.Object({
  retention_days: Days,
  clean_ups: Type.Array(CleanUp),
});
export type Retention = Static<typeof Retention>;

/** Body of `PATCH /api/retention`; null keeps everything. */
export const EditRetentionRequest = Type.Object({ retention_days: Days }, { additionalProperties: false });
export type EditRetentionRequest = Static<typeof EditRetentionRequest>;
