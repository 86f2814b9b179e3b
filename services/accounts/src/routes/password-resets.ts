import { actingOf, type HttpPorts, inShape, principalOf, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import { type AccountListReader, toldActs } from "../read-models/account-list.ts";
import { listResets } from "../use-cases/list-resets.ts";
import { admins } from "./account-shapes.ts";

const Reset = z.object({
  accountId: z.string(),
  revision: z.int(),
  what: z.enum(toldActs),
  displayName: z.string(),
  unitId: z.string(),
  byName: z.string(),
  at: z.string(),
  heldUntil: z.string().optional(),
  vouchedBy: z.string().optional(),
  chosenAt: z
    .string()
    .optional()
    .describe("When its owner chose a password after a reset; until then the day has not begun."),
  own: z.boolean().describe("Of the account that asks."),
  held: z.boolean().describe("It accepts and approves nothing now."),
  awaitsChoice: z
    .literal(true)
    .optional()
    .describe("Its owner has not chosen a password yet: the day begins once they have."),
  mayVouch: z.boolean().describe("Who asks stands above it and may say that it is in its owner's hands."),
});

interface PasswordResetRoutesDependencies {
  readonly http: HttpPorts;
  readonly accountList: AccountListReader;
}

/**
 * Who was given a new password by somebody else, or from beside a role that decides: told to its
 * owner and to those above.
 */
export const passwordResetRoutes = (
  app: ServiceApp,
  { http, accountList }: PasswordResetRoutesDependencies,
): void => {
  app.get(
    "/password-resets",
    {
      config: { permission: { open: "signed-in" } },
      schema: {
        tags: ["accounts"],
        summary:
          "Mật khẩu bị đặt lại, tài khoản mới mở, người có quyền quyết định mới / Passwords reset, accounts opened, and checkers, acceptors, data managers and administrators made by somebody else in the last fourteen days: of one's own account, and of those one administers",
        response: { 200: z.object({ items: z.array(Reset) }) },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const now = http.clock.now();
      const asked = { principal, admins, now, acting: actingOf(request, http) };
      const resets = await listResets(accountList, http.directory, asked);
      return { items: resets.map((one) => inShape(Reset, one)) };
    },
  );
};
