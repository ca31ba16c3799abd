/** Where a request came from: the client's address and the id that its answer carries. */
export interface Origin {
  readonly source: string;
  readonly requestId: string;
}
