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
