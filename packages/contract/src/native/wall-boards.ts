import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';

const Name = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' });

/** What a display leaves out; what is missing leaves nothing out. */
export const BoardFilter = Type.Object(
  {
    kind: Type.Optional(Type.Enum(['alert', 'call', 'cad'], { description: 'This kind alone' })),
    area: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2_400,
        description:
          'What is in that area now alone: `boundary`, the agency’s own, a box as `west,south,east,north` in degrees, over the antimeridian where west is above east, or a polygon by its 3 to 100 corners as `longitude,latitude;longitude,latitude;…`. Without a position it is in none',
        examples: ['-74.02,40.70,-73.96,40.76'],
      }),
    ),
    hides_tests: Type.Optional(Type.Boolean({ description: 'True: no tests' })),
  },
  { additionalProperties: false },
);
export type BoardFilter = Static<typeof BoardFilter>;

/** A display that shows active incidents without a person's session. */
export const WallBoard = Type.Object({
  id: Type.String({ description: 'The display', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  name: described(Name, 'What it is called', 'Dispatch floor, north wall'),
  filter: described(BoardFilter, 'What it leaves out'),
  made_by: Type.String({ description: 'Who made it', examples: ['Avery Admin'] }),
  created_at: Type.String({ format: 'date-time', description: 'When it was made' }),
  seen_at: Nullable(Type.String({ format: 'date-time', description: 'When it read last; null: never' })),
});
export type WallBoard = Static<typeof WallBoard>;

/** Answer of `GET /api/wall-boards`. */
export const WallBoardList = Type.Object({
  boards: Type.Array(WallBoard, { description: 'Those that go on' }),
});
export type WallBoardList = Static<typeof WallBoardList>;

/** Body of `POST /api/wall-boards`. */
export const AddWallBoardRequest = Type.Object(
  {
    name: described(Name, 'What it is called', 'Dispatch floor, north wall'),
    filter: Type.Optional(described(BoardFilter, 'What it leaves out')),
  },
  { additionalProperties: false },
);
export type AddWallBoardRequest = Static<typeof AddWallBoardRequest>;

/** Answer of `POST /api/wall-boards`: its link is not shown again. */
export const AddedWallBoard = Type.Object({
  board: described(WallBoard, 'The display'),
  url: Type.String({
    description: 'Its address, shown once',
    examples: ['https://sallyport.example/portal/board#T0k3n'],
  }),
});
export type AddedWallBoard = Static<typeof AddedWallBoard>;

export const WallBoardParams = Type.Object({
  id: Type.String({ maxLength: 60, description: 'The display', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
});

/** One row of a display: nobody's name and no number is in it. */
export const BoardRow = Type.Object({
  id: Type.String({ description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  kind: Type.Enum(['alert', 'call', 'cad'], { description: 'What it came in as' }),
  status: Type.String({ description: 'Its status in words', examples: ['New'] }),
  emergency_type: Nullable(Type.String({ description: 'What it is, in words', examples: ['Fire'] })),
  is_test: Type.Boolean({ description: 'True where it is a test' }),
  civic: Nullable(Type.String({ description: 'Where it is, in one line', examples: ['14 Elm Street, Exampleton'] })),
  accept_by: Nullable(Type.String({ format: 'date-time', description: 'Its deadline' })),
  claimed_by: Nullable(Type.String({ description: 'Who has it', examples: ['Sam Agent'] })),
  listed_at: Type.String({ format: 'date-time', description: 'When it came in' }),
});
export type BoardRow = Static<typeof BoardRow>;

/** Answer of `GET /api/board`, by the token of the display in the header `Sallyport-Board`. */
export const Board = Type.Object({
  name: described(Name, 'What the display is called', 'Dispatch floor, north wall'),
  agency_name: Type.String({ description: 'Whose incidents they are', examples: ['Sandbox County 9-1-1'] }),
  filter: described(BoardFilter, 'What it leaves out'),
  rows: Type.Array(BoardRow, { description: 'What is active, 200 at most' }),
});
export type Board = Static<typeof Board>;
