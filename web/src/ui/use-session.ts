import { useSyncExternalStore } from "react";
import { currentSession, onSession, type Session } from "../api/session.ts";

export const useSession = (): Session | null => useSyncExternalStore(onSession, currentSession);

/**
 * Whether the person holds one of these roles; the server decides what may be done, this decides
 * what is shown.
 */
export const useHasRole = (...roles: readonly string[]): boolean =>
  (useSession()?.account.grants ?? []).some(({ role }) => roles.includes(role));
