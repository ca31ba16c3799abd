const AMPERSAND_FOR_QUESTION_MARK = /^(\/interface\/open_api\/api[^?&]*?)\/?&([^?]*)$/;

/**
 * The address that clients mean who put `&` where `?` belongs and leave out `=` before a number, as the published Python
 * client does: `/alerts/&alert_days=&alert_minutes=5`, `/locations/&locations_page1&locations_per_page10`.
 */
export function rewriteUrl(url: string): string {
  const [, path, query] = AMPERSAND_FOR_QUESTION_MARK.exec(url) ?? [];
  if (path === undefined || query === undefined) return url;
  return `${path}?${query.replace(/(^|&)(locations_page|locations_per_page)(\d+)(?=&|$)/g, '$1$2=$3')}`;
}
