import type { Role } from "@sogoc/events";
import { z } from "zod";

export const AccountWritten = z.object({ accountId: z.string() });
export const WithPassword = AccountWritten.extend({
  temporaryPassword: z
    .string()
    .describe(
      "Must be changed at the first sign-in. Told again only to the same command (idempotency key) of the same person.",
    ),
});

export const admins: Role[] = ["unit-admin", "system-admin"];
