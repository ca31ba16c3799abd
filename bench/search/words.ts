const BEGINNINGS =
  'al am ar bar bel ber bo bra bro cam car chan cle cor da del dor ed el fen fer fil gar gi gra gre hal har hol ja jor ka kel kin la lam lin mal mar mor na nor ol par per pi qua ral ri ro san se sto ta tor u va ver wa wil yo'.split(
    ' ',
  );
const MIDDLES = 'a al an ar e el en er es i il in is o ol on or u um un ut y'.split(' ');
const ENDS =
  'berg by ca da dez don field ford gan gue ham kins ley lo man mer mond na nez quist ra ro son ston ta ton vez ville well wick'.split(
    ' ',
  );

function made(beginnings: readonly string[], middles: readonly string[], ends: readonly string[]): string[] {
  return ends.flatMap((end) => middles.flatMap((middle) => beginnings.map((beginning) => beginning + middle + end)));
}

/** So many of them that each three letters in a row are in one of a hundred words or so, as in a language. */
const every = (step: number, words: readonly string[]) => words.filter((_, index) => index % step === 0);

/** Words of which made-up texts are: as many as a county has. */
export const WORDS = {
  names: every(11, made(BEGINNINGS, MIDDLES, ENDS)),
  streets: every(3, made(BEGINNINGS, MIDDLES.slice(0, 6), ['wood', 'gate', 'side', 'mill'])),
  words: every(2, made(BEGINNINGS, MIDDLES, ['t', 'ing', 'ed', 'ment', 's', 'ly', 'er'])),
} as const;
