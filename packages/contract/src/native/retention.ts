import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';

const Days = Nullable(Type.Integer({ minimum: 7, maximum: 36_500 }));

/** How a clean-up last went. */
export const CleanUp = Type.Object({
  kind: Type.Enum(['incidents', 'events', 'media'], { description: 'What is removed' }),
  finished_at: Nullable(
    Type.String({ format: 'date-time', description: 'When the last run ended; null where there was none' }),
  ),
  removed: Type.Integer({ description: 'Rows that the last run removed', examples: [12] }),
  removed_in_all: Type.Integer({ description: 'Rows that all runs removed', examples: [4300] }),
});
export type CleanUp = Static<typeof CleanUp>;

/** Answer of `GET` and `PATCH /api/retention`: for how long an agency keeps incidents, and what was removed. */
export const Retention = Type.Object({
  retention_days: described(Days, 'For how many days incidents are kept; null keeps everything', 365),
  clean_ups: Type.Array(CleanUp, { description: 'How the clean-ups last went' }),
});
export type Retention = Static<typeof Retention>;

/** Body of `PATCH /api/retention`; null keeps everything. */
export const EditRetentionRequest = Type.Object(
  { retention_days: described(Days, 'For how many days incidents are kept; null keeps everything', 365) },
  { additionalProperties: false },
);
export type EditRetentionRequest = Static<typeof EditRetentionRequest>;
