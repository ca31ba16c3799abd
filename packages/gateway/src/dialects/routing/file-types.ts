/** Content types of the files that a route with the body `document` takes. */
export const DOCUMENT_TYPES = ['application/pdf', 'image/png', 'image/jpeg'];
/** The same of a route with the body `table`. */
export const TABLE_TYPES = ['application/geo+json', 'text/csv', 'application/geopackage+sqlite3'];
