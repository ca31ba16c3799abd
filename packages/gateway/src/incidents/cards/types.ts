/** That somebody opened a sensitive card. `at` is in milliseconds. */
export interface CardOpening {
  readonly card: string;
  readonly name: string;
  readonly at: number;
}
