import { Type } from 'typebox';

/** That one of both agencies ended a share or a transfer. */
export const CrossingEnd = Type.Object(
  {
    ended_at: Type.String({ format: 'date-time', description: 'When' }),
    by: Type.String({ description: 'Who ended it', examples: ['Riley Example'] }),
    is_own: Type.Boolean({ description: 'Whether they are of the reader’s agency' }),
  },
  { description: 'that somebody ended it; null where nobody did' },
);
