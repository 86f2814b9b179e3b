import { send } from "../api/requests.ts";
import { setSession } from "../api/session.ts";

/** Ends the session, also where the server is away; `leave` goes to an address. */
export const signOut = async (leave: (path: string) => void): Promise<void> => {
  await send("delete", "/api/accounts/v1/sessions/current").catch(() => undefined);
  setSession(null);
  // Whoever comes next lands on their own work, not where this person was.
  leave("/");
};
