/** Where a request came from: the client's address and the id that its answer carries. */
export interface Origin {
  readonly source: string;
  readonly requestId: string;
  /** What the program calls itself (RFC 9110 section 10.1.5), at most 200 characters; missing where it sent nothing. */
  readonly userAgent?: string;
}
