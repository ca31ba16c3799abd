const ROOT = '/portal/admin/webhooks';

/** The page of every webhook; operators stay with the agency they chose. */
export function webhooksPath(agencyId: string | null): string {
  return agencyId === null ? ROOT : `${ROOT}?agency=${encodeURIComponent(agencyId)}`;
}

/** The page of one. */
export function webhookPath(id: number, agencyId: string | null): string {
  return webhooksPath(agencyId).replace(ROOT, `${ROOT}/${id}`);
}
