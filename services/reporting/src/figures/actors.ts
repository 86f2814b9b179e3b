import { allPages } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";

/** An account by its name. */
export interface NamedAccount {
  readonly account: string;
  readonly name: string;
}

/** Who keyed in the scope, from wherever, and who belongs to it; by name. */
export const listActors = async (
  dependencies: Dependencies<"clerks" | "directory">,
  scope: readonly string[],
): Promise<NamedAccount[]> => {
  const { directory } = dependencies;
  const inside = new Set(scope);
  const accounts = new Set<string>();
  for (const account of directory.accountIds()) {
    if (inside.has(directory.unitOf(account) ?? "")) accounts.add(account);
  }
  // A contractor's people key here but belong elsewhere.
  for await (const page of allPages(dependencies.clerks, { where: { unitId: { in: scope } } })) {
    for (const { account } of page) accounts.add(account);
  }
  return [...accounts]
    .map((account) => ({ account, name: directory.displayName(account) ?? account }))
    .sort((a, b) => a.name.localeCompare(b.name, "vi"));
};
