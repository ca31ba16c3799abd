/** What a claim holds: by its own name, or, where there is none, along its dots. */
function claimAt(claims: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let at: unknown = claims;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

/** The texts that a claim holds; anything else in it is none. */
export function valuesAt(claims: Readonly<Record<string, unknown>>, path: string): readonly string[] {
  const found = claimAt(claims, path);
  const all: readonly unknown[] = Array.isArray(found) ? found : [found];
  return all.filter((each) => typeof each === 'string');
}

/** The text that a claim holds, or nothing. */
export function textAt(claims: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const [text] = valuesAt(claims, name);
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}
