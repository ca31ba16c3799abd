/** The form in which values are packed, the first byte of each. One that is read in another way has the next number. */
export const FORM = 1;

/** Whole numbers below it stand in one byte or a few; larger ones, which may be of a telephone, in digits. */
export const FEW = 10_000;
/** Instants that are no further from that of their row than this are stored as the difference. */
export const NEAR_MS = 2 ** 31;
/** A text of so many characters that stands a second time is stored as the place of the first. */
export const REPEATED_FROM = 4;

/** The first byte of a value. Below `TEXT`, a whole number. */
export const TAG = {
  text: 0x40,
  word: 0x80,
  members: 0xc0,
  items: 0xe0,
  null: 0xf0,
  false: 0xf1,
  true: 0xf2,
  manyMembers: 0xf3,
  manyItems: 0xf4,
  longText: 0xf5,
  repeated: 0xf6,
  laterWord: 0xf7,
  uuid: 0xf8,
  few: 0xf9,
  instant: 0xfa,
  after: 0xfb,
  before: 0xfc,
  number: 0xfd,
  words: 0xfe,
} as const;

/** Instead of a member's name by its place: what follows is a text. */
export const OTHER_NAME = 0xf0;
