/** What is sealed as the signing secret of a subscription opens for that one alone. */
export function secretPurpose(subscriptionId: number): string {
  return `webhook ${subscriptionId} secret`;
}

/** What is sealed as the credential of a subscription's endpoint opens for that one alone. */
export function credentialPurpose(subscriptionId: number): string {
  return `webhook ${subscriptionId} authentication`;
}
