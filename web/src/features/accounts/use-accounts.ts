import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import type { ItemOf } from "../../api/paths.ts";
import { pages, query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import type { useMadeFrom } from "../../ui/use-made-from.ts";
import { RESETS } from "../../ui/use-resets.ts";
import { type NewPassword, roleOf } from "./roles.ts";

const ACCOUNTS = "/api/accounts/v1/accounts";

export type Person = ItemOf<typeof ACCOUNTS>;

/** An order about an account that needs a reason, made from the revision that the page shows. */
export type Order = { readonly accountId: string; readonly revision: number } & (
  | { readonly kind: "suspend" }
  | { readonly kind: "reinstate" }
  | { readonly kind: "revoke"; readonly role: string; readonly unitId: string }
);

/** Reads the list of accounts anew, and what else is told of them. */
export const useRefreshAccounts = () => {
  const refresh = useRefresh();
  return () => refresh(readsOf(ACCOUNTS), readsOf("/api/accounts/v1/people-from-elsewhere"), readsOf(RESETS));
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

/** Carries out orders; `header` says what they are made from. */
export const useOrder = (
  order: Order,
  { header, onError }: ReturnType<typeof useMadeFrom>,
  done: () => void,
) => {
  const refresh = useRefreshAccounts();
  const path = { accountId: order.accountId };
  return useMutation({
    mutationFn: async (reason: string) => {
      if (order.kind === "revoke") {
        const body = { role: roleOf(order.role), unitId: order.unitId, reason };
        await send("post", "/api/accounts/v1/accounts/{accountId}/roles/revoke", { path, header, body });
      } else if (order.kind === "suspend") {
        await send("post", "/api/accounts/v1/accounts/{accountId}/suspend", {
          path,
          header,
          body: { reason },
        });
      } else {
        await send("post", "/api/accounts/v1/accounts/{accountId}/reinstate", {
          path,
          header,
          body: { reason },
        });
      }
    },
    onSuccess: async () => {
      await refresh();
      done();
    },
    onError,
  });
};

interface ResetWish {
  readonly accountId: string;
  readonly name: string;
  readonly secondFactor: "keep" | "remove";
}

/** Gives an account a new first password, which the answer shows once. */
export const usePasswordReset = (
  { header, onError }: ReturnType<typeof useMadeFrom>,
  onReset: (shown: NewPassword) => void,
) => {
  const refresh = useRefreshAccounts();
  return useMutation({
    mutationFn: async ({ accountId, name, secondFactor }: ResetWish) => {
      const [path, body] = [{ accountId }, { secondFactor }];
      const answer = await send("post", "/api/accounts/v1/accounts/{accountId}/password-reset", {
        path,
        header,
        body,
      });
      return { name, password: answer.temporaryPassword };
    },
    // Nobody could ask for the password again: it is shown before anything else.
    onSuccess: (shown) => {
      onReset(shown);
      void refresh();
    },
    onError,
  });
};
