import type { CommandContext } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import { Written } from "@sogoc/http";
import { z } from "zod";

export const AccountWritten = Written.extend({ accountId: z.string() });
export const WithPassword = AccountWritten.extend({
  temporaryPassword: z
    .string()
    .describe(
      "Must be changed at the first sign-in. Told again only to the same command (idempotency key) of the same person.",
    ),
});

export const admins: Role[] = ["unit-admin", "system-admin"];

/** For the later steps of a request: its own first step has moved the account on. */
export const withoutExpectation = ({ expectedRevision: _, ...context }: CommandContext): CommandContext =>
  context;
