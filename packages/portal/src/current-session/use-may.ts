import type { Permission } from '@sallyport/contract';
import { useSession } from './session-context.ts';

/** Whether the person who is signed in has a permission; the server decides, and refuses what is asked without it. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useSession();
  return (permission) => permissions.includes(permission);
}
