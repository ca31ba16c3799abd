/** True where both are the same JSON value; members in the same order, as one writer writes them. */
function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  return JSON.stringify(left) === JSON.stringify(right);
}

/** The members that are not as they usually are: `withUsual` gives back the others. */
export function withoutUsual<Whole extends object>(whole: Whole, usual: Partial<Whole>): Partial<Whole> {
  const kept = Object.entries(whole).filter(
    ([name, value]) => !(Object.hasOwn(usual, name) && isSame(value, usual[name as keyof Whole])),
  );
  return Object.fromEntries(kept) as Partial<Whole>;
}

/** What `withoutUsual` was given. */
export function withUsual<Whole extends object>(kept: Partial<Whole>, usual: Partial<Whole>): Whole {
  return { ...usual, ...kept } as Whole;
}
