import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import type { ItemOf } from "../../api/paths.ts";
import { pages, query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { type NewPassword, roleOf } from "./roles.ts";

const ACCOUNTS = "/api/accounts/v1/accounts";

export type Person = ItemOf<typeof ACCOUNTS>;

/** An order about an account that needs a reason. */
export type Order =
  | { readonly kind: "suspend"; readonly accountId: string }
  | { readonly kind: "reinstate"; readonly accountId: string }
  | { readonly kind: "revoke"; readonly accountId: string; readonly role: string; readonly unitId: string };

/** Reads the list of accounts anew. */
export const useRefreshAccounts = () => {
  const refresh = useRefresh();
  return () => refresh(readsOf(ACCOUNTS), readsOf("/api/accounts/v1/people-from-elsewhere"));
};

/** The people of the area page after page, and all units by their ids. */
export const useAccounts = () => {
  const accounts = useInfiniteQuery(pages(ACCOUNTS, { query: { limit: 200 } }));
  const units = useQuery(query("/api/accounts/v1/units"));
  return {
    accounts,
    people: accounts.data?.pages.flatMap(({ items }) => items) ?? [],
    units: units.data?.units ?? [],
    error: accounts.error ?? units.error,
  };
};

const carryOut = async ({ order, reason }: { readonly order: Order; readonly reason: string }) => {
  const path = { accountId: order.accountId };
  if (order.kind === "suspend")
    await send("post", "/api/accounts/v1/accounts/{accountId}/suspend", { path, body: { reason } });
  else if (order.kind === "reinstate")
    await send("post", "/api/accounts/v1/accounts/{accountId}/reinstate", { path, body: { reason } });
  else {
    const body = { role: roleOf(order.role), unitId: order.unitId, reason };
    await send("post", "/api/accounts/v1/accounts/{accountId}/roles/revoke", { path, body });
  }
};

export const useOrders = () => useMutation({ mutationFn: carryOut, onSuccess: useRefreshAccounts() });

interface ResetWish {
  readonly accountId: string;
  readonly name: string;
  readonly secondFactor: "keep" | "remove";
}

/** Gives an account a new first password, which the answer shows once. */
export const usePasswordReset = (onReset: (shown: NewPassword) => void) =>
  useMutation({
    mutationFn: async ({ accountId, name, secondFactor }: ResetWish) => {
      const [path, body] = [{ accountId }, { secondFactor }];
      const answer = await send("post", "/api/accounts/v1/accounts/{accountId}/password-reset", {
        path,
        body,
      });
      return { name, password: answer.temporaryPassword };
    },
    onSuccess: onReset,
  });
