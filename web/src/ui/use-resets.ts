import { useQuery } from "@tanstack/react-query";
import { query } from "../api/queries.ts";
import { useSession } from "./use-session.ts";

const EVERY_MS = 5 * 60_000;

export const RESETS = "/api/accounts/v1/password-resets";

/** What was done to this account, and to accounts that this one looks after, by other people. */
export const useResets = () => {
  const session = useSession();
  const { data } = useQuery({
    ...query(RESETS),
    enabled: Boolean(session),
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
    retry: false,
  });
  return data?.items ?? [];
};

/** Until when the person decides nothing; undefined where they may. */
export const useHeldUntil = (): string | undefined =>
  useResets().find(({ own, held }) => own && held)?.heldUntil;
