const NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const;

/**
 * A sentence where the environment names a proxy that this Node does not use, for whoever cannot reach a server; null where there
 * is none, or it is used.
 */
export function unusedProxy(environment: NodeJS.ProcessEnv = process.env): string | null {
  const name = NAMES.find((one) => (environment[one] ?? '') !== '');
  const asked = [...process.execArgv, ...(environment['NODE_OPTIONS'] ?? '').split(' ')];
  const isUsed = environment['NODE_USE_ENV_PROXY'] === '1' || asked.includes('--use-env-proxy');
  if (name === undefined || isUsed) return null;
  return `${name} is set, and Node uses a proxy with NODE_USE_ENV_PROXY=1 beside it alone.`;
}

/** What to do, and what else may be the reason where nothing was reached. */
export function withUnusedProxy(action: string): string {
  return [action, unusedProxy()].filter((part) => part !== null).join(' ');
}
