/** Browsers give a passkey to pages of a host name alone, and over TLS or on this machine. */
export function mayUsePasskeys(): boolean {
  const { hostname } = window.location;
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  return window.isSecureContext && 'PublicKeyCredential' in window && !isAddress;
}
