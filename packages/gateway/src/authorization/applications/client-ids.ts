const LONGEST = 48;
const TRIES = 200;

/** A name in the letters of a client id: `Café Füme 2!` is `cafe-fume-2`; a name with none of them is `application`. */
export function clientIdFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'application' : plain;
}

/** The id derived from the name (seed: Active911: "a derivative of your Application Name"), then the same with numbers. */
export function* clientIdsFrom(name: string): Generator<string> {
  const first = clientIdFrom(name);
  yield first;
  for (let number = 2; number <= TRIES; number += 1) yield `${first}-${number}`;
}
