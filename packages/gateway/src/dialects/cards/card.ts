import type { FieldFormat } from './display-schema.ts';

export interface CardField {
  readonly key: string;
  readonly label: string;
  readonly order: number;
  readonly format: FieldFormat;
  readonly value: string;
}

/** One group of facts with the schema to draw it by. */
export interface Card {
  readonly id: string;
  readonly title: string;
  readonly order: number;
  readonly suppliedBy: string;
  readonly receivedAt: number;
  readonly fields: readonly CardField[];
}

/** Cards as they stand on the page: by the order of their schema, then by name. */
export function inOrder(left: Card, right: Card): number {
  return left.order - right.order || left.id.localeCompare(right.id);
}
