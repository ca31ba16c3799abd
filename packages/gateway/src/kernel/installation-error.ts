/**
 * The installation's folder or database cannot be used as it is, and nothing was changed. The message is one or two
 * sentences: what was found, and what to do. Commands end with exit code 3.
 */
export class InstallationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InstallationError';
  }
}

/**
 * Something that the server needs beside it is not there now (its port, its database), and may be later. The message is one
 * or two sentences: what was found, and what to do. Commands end with exit code 4.
 */
export class UnreachableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreachableError';
  }
}
