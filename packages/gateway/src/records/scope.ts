/** Whose records: of one agency, of one phone number (E.164), or of that number at that agency. One of the two is given. */
export interface RecordScope {
  readonly agencyId: string | null;
  readonly phoneNumber: string | null;
}

/** Of a scope, what happened from `from` on and before `until`, in milliseconds. */
export interface TimedScope extends RecordScope {
  readonly from: number;
  readonly until: number;
}
