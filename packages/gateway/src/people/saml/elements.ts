/** An element of the assertion as it was read: attributes, text, and children by name without prefix. */
export interface Element {
  readonly $?: Readonly<Record<string, string>>;
  readonly _?: string;
  readonly [child: string]: unknown;
}

/** The children of that name, none where there are none. */
export function childrenOf(element: unknown, name: string): readonly Element[] {
  const children = (element as Element | undefined)?.[name];
  // A child without attributes and children is read as its text alone.
  return Array.isArray(children) ? children.map((child) => (typeof child === 'string' ? { _: child } : child)) : [];
}

/** The child of that name; throws where there is none or several. */
export function onlyChild(element: unknown, name: string): Element {
  const [child, ...more] = childrenOf(element, name);
  if (child === undefined || more.length > 0) throw new Error(`not one ${name}`);
  return child;
}

/** The element's text without spaces around it; empty where it has none. */
export const textOf = (element: Element | undefined): string => element?._?.trim() ?? '';
