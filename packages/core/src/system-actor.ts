import type { Actor } from "./event.ts";

/** In whose name stands what nobody has asked for who has signed in. */
export const systemActor = (unit: string): Actor => ({
  account: "system",
  name: "Hệ thống",
  roles: [],
  unit,
});
