import { nearestName } from './nearest-name.ts';
import { CONFIG_VARIABLE, environmentName, isSecret, OPTIONS, type OptionName, secretFileVariable } from './options.ts';

const PREFIX = 'SALLYPORT_';

/** Of our tests' own, the secrets that `sallyport contract` takes, and what Kubernetes sets in every container beside a service that is named `sallyport`. */
const NOT_OURS =
  /^SALLYPORT_(TEST_|PASSWORD$|REFRESH_TOKEN$|CLIENT_SECRET$|STATION_CLIENT_SECRET$|CAD_CLIENT_SECRET$|SERVICE_(HOST|PORT)|PORT_\d+_(TCP|UDP))/;

/** Variables that begin as ours do and set no option, each with the option whose name is nearest: a typing error, most likely. */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
): { variable: string; nearest: string }[] {
  const names = Object.keys(OPTIONS) as OptionName[];
  const known = [CONFIG_VARIABLE, ...names.map(environmentName), ...names.filter(isSecret).map(secretFileVariable)];
  return Object.keys(environment)
    .filter((variable) => variable.startsWith(PREFIX) && !known.includes(variable) && !NOT_OURS.test(variable))
    .map((variable) => ({ variable, nearest: nearestName(variable, known) }));
}
