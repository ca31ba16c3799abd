import type { Dialect } from '../../dialects/routing/dialect.ts';

interface Tag {
  readonly name: string;
  readonly description: string;
}

/** The tags of the document, and which one each operation has. */
export interface Tags {
  readonly tags: readonly Tag[];
  /** The tags of each dialect together, as viewers of the document group them. */
  readonly groups: readonly { readonly name: string; readonly tags: readonly string[] }[];
  readonly ofOperation: ReadonlyMap<string, string>;
}

/** The dialects' tasks as tags. Throws where a task names an operation that its dialect does not have. */
export function tagsOf(dialects: readonly Dialect<never>[]): Tags {
  const tags: Tag[] = [];
  const groups: Tags['groups'][number][] = [];
  const ofOperation = new Map<string, string>();
  for (const { name, description, routes, sockets, tasks = [] } of dialects) {
    const operations = [...Object.keys(routes), ...Object.keys(sockets)];
    for (const task of tasks) {
      const strange = task.operations.find((operation) => !operations.includes(operation));
      if (strange !== undefined) throw new Error(`the task ${task.name} names ${strange}, which ${name} does not have`);
      for (const operation of task.operations) ofOperation.set(operation, task.name);
    }
    const others = operations.filter((operation) => !ofOperation.has(operation));
    for (const operation of others) ofOperation.set(operation, name);
    const own = [
      ...tasks.map((task) => ({ name: task.name, description: task.description })),
      ...(others.length > 0 ? [{ name, description }] : []),
    ];
    tags.push(...own);
    groups.push({ name: description, tags: own.map((tag) => tag.name) });
  }
  return { tags, groups, ofOperation };
}
