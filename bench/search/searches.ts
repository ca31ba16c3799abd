/** A kind of search, and what somebody types who knows so much of an incident. */
export type Searches = Readonly<Record<string, readonly string[]>>;

/** One letter of a word is another one, as it is where a name was heard badly. */
const misspelt = (word: string) => `${word.slice(0, 2)}x${word.slice(3)}`;
/** What is looked for while somebody types it, from the third letter on. */
const asTyped = (text: string) => Array.from({ length: text.length - 2 }, (_, index) => text.slice(0, index + 3));

/** Searches of each kind by the facts of stored incidents, as `seed.ts` writes them. */
export function searchesBy(facts: readonly string[]): Searches {
  const known = facts.map((text) => {
    const [id = '', name = '', number = '', address = '', reference = '', plate = '', description = ''] =
      text.split(' | ');
    const [first = '', last = ''] = name.split(' ');
    const [house = '', street = ''] = address.split(' ');
    return { id, first, last, number, house, street, reference, plate, words: description.split(' ') };
  });
  const each = (typed: (known_: (typeof known)[number]) => string) => known.map(typed);
  return {
    'number, whole': each(({ number }) => `+${number}`),
    'number, last seven': each(({ number }) => `${number.slice(-7, -4)}-${number.slice(-4)}`),
    'number, last four': each(({ number }) => number.slice(-4)),
    'last name': each(({ last }) => last),
    'whole name': each(({ first, last }) => `${first} ${last}`),
    'name with a letter wrong': each(({ last }) => misspelt(last)),
    'name as it is typed': known.slice(0, 10).flatMap(({ first, last }) => asTyped(`${first} ${last}`)),
    'number as it is typed': known.slice(0, 10).flatMap(({ number }) => asTyped(number.slice(1))),
    street: each(({ street }) => `${street} avenue`),
    address: each(({ house, street }) => `${house} ${street}`),
    plate: each(({ plate }) => plate),
    'incident id': each(({ id }) => id),
    'partner reference': each(({ reference }) => reference),
    'two words': each(({ words }) => `${words[0]} ${words[1]}`),
    'words of nobody': each(({ last, words }) => `${last}quux ${words[2]}`),
  };
}
