import { Day, Role } from "@sogoc/events";
import { commandRoute, type HttpPorts, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import { type MoveAccountDependencies, moveAccount, moveAccountRefusals } from "../use-cases/move-account.ts";
import { reinstateAccount, reinstateAccountRefusals } from "../use-cases/reinstate-account.ts";
import {
  type ResetPasswordDependencies,
  resetPassword,
  resetPasswordRefusals,
} from "../use-cases/reset-password.ts";
import { type RevokeRoleDependencies, revokeRole, revokeRoleRefusals } from "../use-cases/revoke-role.ts";
import {
  type SuspendAccountDependencies,
  suspendAccount,
  suspendAccountRefusals,
} from "../use-cases/suspend-account.ts";
import { vouchForAccount, vouchForAccountRefusals } from "../use-cases/vouch-for-account.ts";
import { AccountParams, type AccountReach, createAccountReach } from "./account-reach.ts";
import { AccountWritten, admins, WithPassword } from "./account-shapes.ts";

const Reason = z.strictObject({ reason: z.string().trim().min(3).max(500) });

interface AccountChangeRoutesDependencies
  extends ResetPasswordDependencies,
    RevokeRoleDependencies,
    SuspendAccountDependencies,
    MoveAccountDependencies {
  readonly directory: MoveAccountDependencies["directory"];
  readonly commands: ResetPasswordDependencies["commands"];
  readonly secrets: ResetPasswordDependencies["secrets"];
  readonly sessions: ResetPasswordDependencies["sessions"];
  readonly http: HttpPorts;
}

const revoking = (
  app: ServiceApp,
  dependencies: AccountChangeRoutesDependencies,
  reach: AccountReach,
): void => {
  commandRoute(app, dependencies.http, "/accounts/:accountId/roles/revoke", {
    permission: { roles: admins, area: reach.named },
    needsIfMatch: true,
    refusals: revokeRoleRefusals,
    tag: "accounts",
    summary: "Thu hồi vai trò / Revoke a role",
    params: AccountParams,
    body: z.strictObject({ role: Role, unitId: z.string().max(80), ...Reason.shape }),
    answer: AccountWritten,
    run: async ({ params, body, request }, context) => {
      // Accounts from before auditors held no other role: those other roles are not shielded.
      if (body.role === "auditor") await reach.requireAbove(request, "of-auditors");
      return revokeRole(dependencies, params.accountId, body, context);
    },
  });
};

const moving = (
  app: ServiceApp,
  dependencies: AccountChangeRoutesDependencies,
  reach: AccountReach,
): void => {
  commandRoute(app, dependencies.http, "/accounts/:accountId/move", {
    permission: { roles: admins, refusesHeldAccounts: true, area: reach.moved },
    needsIfMatch: true,
    refusals: moveAccountRefusals,
    tag: "accounts",
    summary: "Chuyển người sang đơn vị khác / Move a person to another unit",
    params: AccountParams,
    body: z.strictObject({
      unitId: z.string().max(80),
      until: Day.optional().describe("Last day; required where the new unit is a contractor."),
      endsRoles: z.boolean().default(true).describe("The roles over the unit that they leave end, too."),
      ...Reason.shape,
    }),
    answer: AccountWritten,
    run: async ({ params, body, request }, context) => {
      await reach.requireAbove(request, "of-auditors");
      return moveAccount(dependencies, params.accountId, body, context);
    },
  });
};

const suspending = (
  app: ServiceApp,
  dependencies: AccountChangeRoutesDependencies,
  reach: AccountReach,
): void => {
  const { http, commands } = dependencies;
  commandRoute(app, http, "/accounts/:accountId/suspend", {
    permission: { roles: admins, area: reach.whole },
    needsIfMatch: true,
    refusals: suspendAccountRefusals,
    tag: "accounts",
    summary: "Khóa tài khoản / Suspend an account",
    params: AccountParams,
    body: Reason,
    answer: AccountWritten,
    run: async ({ params, body, request }, context) => {
      await reach.requireAbove(request, "of-auditors");
      const suspender = await reach.suspender(request);
      return suspendAccount(
        dependencies,
        { accountId: params.accountId, ...suspender },
        body.reason,
        context,
      );
    },
  });
  commandRoute(app, http, "/accounts/:accountId/reinstate", {
    permission: { roles: admins, refusesHeldAccounts: true, area: reach.whole },
    needsIfMatch: true,
    refusals: reinstateAccountRefusals,
    tag: "accounts",
    summary: "Mở khóa tài khoản / Reinstate an account",
    params: AccountParams,
    body: Reason,
    answer: AccountWritten,
    run: async ({ params, body, request }, context) => {
      await reach.requireSuspender(request);
      return reinstateAccount(commands, params.accountId, body.reason, context);
    },
  });
};

const resetting = (
  app: ServiceApp,
  dependencies: AccountChangeRoutesDependencies,
  reach: AccountReach,
): void => {
  commandRoute(app, dependencies.http, "/accounts/:accountId/password-reset", {
    permission: { roles: admins, refusesHeldAccounts: true, area: reach.whole },
    needsIfMatch: true,
    refusals: resetPasswordRefusals,
    tag: "accounts",
    summary: "Cấp lại mật khẩu tạm / Issue a new temporary password",
    params: AccountParams,
    body: z
      .strictObject({
        secondFactor: z
          .enum(["keep", "remove"])
          .default("keep")
          .describe("`remove` for somebody who has lost the phone and the recovery codes, too."),
      })
      .prefault({}),
    answer: WithPassword,
    run: async ({ params, body, request }, context) => {
      await reach.requireAbove(request, "of-auditors");
      const above = await reach.standsAbove(request);
      const withSecondFactor = body.secondFactor === "remove";
      return resetPassword(dependencies, { accountId: params.accountId, above, withSecondFactor }, context);
    },
  });
};

const vouching = (
  app: ServiceApp,
  dependencies: AccountChangeRoutesDependencies,
  reach: AccountReach,
): void => {
  commandRoute(app, dependencies.http, "/accounts/:accountId/vouch", {
    permission: { roles: admins, refusesHeldAccounts: true, area: reach.whole },
    needsIfMatch: true,
    refusals: vouchForAccountRefusals,
    tag: "accounts",
    summary:
      "Xác nhận tài khoản sau khi đặt lại mật khẩu / Vouch for an account whose password was reset, from above",
    params: AccountParams,
    answer: AccountWritten,
    run: async ({ params, request }, context) => {
      await reach.requireAbove(request, "always");
      return vouchForAccount(dependencies.commands, params.accountId, context);
    },
  });
};

/**
 * What is done to an account that somebody holds already: roles taken away, suspension, a new first
 * password.
 */
export const accountChangeRoutes = (app: ServiceApp, dependencies: AccountChangeRoutesDependencies): void => {
  const reach = createAccountReach(dependencies.commands, dependencies.http);
  revoking(app, dependencies, reach);
  moving(app, dependencies, reach);
  suspending(app, dependencies, reach);
  resetting(app, dependencies, reach);
  vouching(app, dependencies, reach);
};
