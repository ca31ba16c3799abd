const STORED_AS = 'sallyport-seat';

/** The id of this browser tab as a seat: kept while the tab is open, also over a reload. */
export function seatId(): string {
  const stored = sessionStorage.getItem(STORED_AS);
  if (stored !== null) return stored;
  // `crypto.randomUUID` is missing where a page was not loaded over TLS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const made = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  sessionStorage.setItem(STORED_AS, made);
  return made;
}
