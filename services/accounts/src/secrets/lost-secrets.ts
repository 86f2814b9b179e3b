import type { EventStore } from "@sogoc/core";
import type { Credentials } from "./credentials.ts";

/** Whether anybody ever came in: a first password that nobody has used may be known to nobody. */
export const hasAnyoneSignedIn = async (store: Pick<EventStore, "readAll">): Promise<boolean> => {
  for (let after = 0, end = false; !end; ) {
    const page = await store.readAll({ after, limit: 1, types: ["SignedIn"] });
    if (page.events.length > 0) return true;
    ({ upTo: after, end } = page);
  }
  return false;
};

/**
 * Whether somebody has signed in and nobody has a password: the store of secrets is not the one
 * that belongs to this log, and no first start may be made of it.
 */
export const areSecretsLost = async (
  store: Pick<EventStore, "readAll">,
  credentials: Pick<Credentials, "existAny">,
): Promise<boolean> => {
  if (await credentials.existAny()) return false;
  return hasAnyoneSignedIn(store);
};
