/**
 * Words of street names that are written in several ways, by the one they are compared by: the abbreviations of USPS Publication 28,
 * directions and small ordinals. `Saint` and `Street` are one, because `St` is either.
 */
const SPELLINGS: Readonly<Record<string, string>> = {
  ...{ street: 'st', str: 'st', saint: 'st', avenue: 'ave', av: 'ave', boulevard: 'blvd', boul: 'blvd', road: 'rd' },
  ...{ drive: 'dr', lane: 'ln', court: 'ct', circle: 'cir', place: 'pl', terrace: 'ter', terr: 'ter', parkway: 'pkwy' },
  ...{ parkwy: 'pkwy', highway: 'hwy', square: 'sq', trail: 'trl', alley: 'aly', expressway: 'expy', freeway: 'fwy' },
  ...{ crossing: 'xing', crescent: 'cres', heights: 'hts', junction: 'jct', mount: 'mt', mountain: 'mtn', point: 'pt' },
  ...{
    plaza: 'plz',
    ridge: 'rdg',
    route: 'rte',
    rt: 'rte',
    turnpike: 'tpke',
    station: 'sta',
    creek: 'crk',
    fort: 'ft',
  },
  ...{ center: 'ctr', centre: 'ctr', county: 'co', valley: 'vly', village: 'vlg', extension: 'ext', bypass: 'byp' },
  ...{
    north: 'n',
    south: 's',
    east: 'e',
    west: 'w',
    northeast: 'ne',
    northwest: 'nw',
    southeast: 'se',
    southwest: 'sw',
  },
  ...{ first: '1st', second: '2nd', third: '3rd', fourth: '4th', fifth: '5th', sixth: '6th', seventh: '7th' },
  ...{ eighth: '8th', ninth: '9th', tenth: '10th' },
};
const FULL_WORDS = Object.entries(SPELLINGS);

/** The words of a text, in small letters without accents and signs; `12-14` and `1/2` stay whole. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/['’.]/g, '');
  return plain.match(/\d+\/\d+|[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
}

/** A street or an address by which it is compared: the same however its words are abbreviated. */
export function keyOf(text: string): string {
  return wordsOf(text)
    .map((word) => SPELLINGS[word] ?? word)
    .join(' ');
}

/** Keys with which a text that is still being typed may go on: its last word may be a part of one. */
export function unfinishedKeysOf(text: string): string[] {
  const words = wordsOf(text);
  const last = words.at(-1);
  if (last === undefined) return [];
  const start = words.slice(0, -1).map((word) => SPELLINGS[word] ?? word);
  const isWhole = /[\s,]$/.test(text);
  const meant = FULL_WORDS.filter(([full]) => full === last || (!isWhole && last.length >= 2 && full.startsWith(last)));
  const ends = new Set([last, ...meant.map(([, short]) => short)]);
  return [...ends].map((end) => [...start, end].join(' '));
}
