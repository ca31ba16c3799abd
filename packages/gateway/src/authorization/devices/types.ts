/** A device's request for access: polled by the device under its code, decided by a person under theirs (RFC 8628). */
export interface DeviceAuthorization {
  readonly deviceCodeHash: string;
  /** Null once a person has decided: nobody types it any more. */
  readonly userCode: string | null;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number;
  /** The shortest time between two polls; longer for a device that did not keep to it. */
  readonly intervalSeconds: number;
  readonly decidedAt: number | null;
  /** What a person allowed; null until then, and for ever after a no. */
  readonly grantId: string | null;
  readonly redeemedAt: number | null;
}
