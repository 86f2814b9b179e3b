import type { Clock, CommandHandler } from "@sogoc/core";
import { principalOf, type ServiceApp } from "@sogoc/http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Credentials, PasswordCost } from "../credentials.ts";
import { DEVICE_DAYS, type KnownDevices } from "../known-devices.ts";
import type { Sessions } from "../sessions.ts";
import { createSignInLimits } from "../sign-in-limits.ts";
import { ACCESS_TOKEN_SECONDS, type SigningKeys } from "../signing-keys.ts";
import { createUnawaitedWork } from "../unawaited-work.ts";
import {
  type ChangePasswordAccess,
  changePassword,
  changePasswordRefusals,
} from "../use-cases/change-password.ts";
import { loadAccount, principalFrom } from "../use-cases/load-account.ts";
import { type OpenSession, openSession, type SessionAccess } from "../use-cases/open-session.ts";
import { type RefreshSessionAccess, refreshSession } from "../use-cases/refresh-session.ts";
import { type SignInAccess, signIn, signInRefusals } from "../use-cases/sign-in.ts";
import { type SignOutAccess, signOut } from "../use-cases/sign-out.ts";

const COOKIE = "sogoc_refresh";
const COOKIE_PATH = "/api/accounts/v1/sessions";

const Session = z.object({
  accessToken: z.string(),
  /** Seconds. */
  expiresIn: z.int(),
  account: z.object({
    id: z.string(),
    name: z.string(),
    unitId: z.string(),
    mustChangePassword: z.boolean(),
    grants: z.array(
      z.object({ role: z.string(), unitId: z.string(), from: z.string(), until: z.string().optional() }),
    ),
  }),
});

const Password = z.string().min(1).max(200);

/** How sessions are answered and how often they may be asked for. */
interface SessionSettings {
  /** Send the cookie over https only, whichever way this request came. */
  readonly secureCookies: boolean;
  /** Sign-in attempts, and password changes, per minute, address and person. */
  readonly signInsPerMinute: number;
}

export interface SessionOptions extends SessionSettings {
  /**
   * For tests of anything but passwords: what a hash costs, where it is not what is recommended.
   */
  readonly passwordCost?: PasswordCost | undefined;
}

interface Access {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly credentials: Pick<Credentials, "matches" | "change">;
  readonly devices: KnownDevices;
  readonly sessions: Sessions;
  readonly signingKeys: Pick<SigningKeys, "sign" | "jwks">;
}

const cookieOf = (request: FastifyRequest): string => request.cookies[COOKIE] ?? "";

const sessionOf = (request: FastifyRequest): string => cookieOf(request).split(".")[0] || request.ip;

/** Several people may use one browser, each known there by a cookie of their own. */
const deviceCookie = (accountId: string): string => `sogoc_device_${accountId}`;

const setCookie = (reply: FastifyReply, token: string, { secureCookies }: SessionSettings) =>
  reply.setCookie(COOKIE, token, {
    httpOnly: true,
    sameSite: "strict",
    secure: secureCookies || reply.request.protocol === "https",
    path: COOKIE_PATH,
  });

const keepDevice = (reply: FastifyReply, name: string, value: string, settings: SessionSettings) =>
  reply.setCookie(name, value, {
    httpOnly: true,
    sameSite: "strict",
    secure: settings.secureCookies || reply.request.protocol === "https",
    path: COOKIE_PATH,
    maxAge: DEVICE_DAYS * 24 * 3_600,
  });

const accountOf = ({ account, name, unitId, grants, mustChangePassword }: OpenSession["principal"]) => ({
  id: account,
  name,
  unitId,
  mustChangePassword: mustChangePassword === true,
  grants,
});

const answer = ({ accessToken, principal }: OpenSession): z.infer<typeof Session> => ({
  accessToken,
  expiresIn: ACCESS_TOKEN_SECONDS,
  account: accountOf(principal),
});

const signInRoute = (
  app: ServiceApp,
  access: SignInAccess & SessionAccess,
  settings: SessionSettings,
): void => {
  app.post(
    "/sessions",
    {
      config: {
        permission: { open: "public" },
        refusals: signInRefusals,
      },
      schema: {
        tags: ["sessions"],
        summary: "Đăng nhập / Sign in",
        body: z.strictObject({ signInName: z.string().min(1).max(60), password: Password }),
        response: { 201: Session },
      },
    },
    async (request, reply) => {
      const { signInName, password } = request.body;
      const { ip: address, id: correlationId } = request;
      const keptFor = (accountId: string) => request.cookies[deviceCookie(accountId)];
      const wish = { signInName, password, address, keptFor, correlationId };
      const { account, session, refreshToken, device } = await signIn(access, wish);
      setCookie(reply, refreshToken, settings);
      keepDevice(reply, deviceCookie(account), device, settings);
      return reply.code(201).send(answer(await openSession(access, account, session)));
    },
  );
};

const refreshRoute = (
  app: ServiceApp,
  access: RefreshSessionAccess & SessionAccess,
  settings: SessionSettings,
): void => {
  app.post(
    "/sessions/refresh",
    {
      config: {
        permission: { open: "public" },
        // By session: of the clerks behind one office's address each renews on their own account.
        rateLimit: { max: 120, timeWindow: "1 minute", keyGenerator: sessionOf },
        refusals: ["rate-limited", "session-refused"],
      },
      schema: {
        tags: ["sessions"],
        summary: "Gia hạn phiên / Renew the session",
        response: { 200: Session },
      },
    },
    async (request, reply) => {
      const { account, session, refreshToken } = await refreshSession(access, cookieOf(request), request.id);
      // Also where the answer fails after that: the token that came is used up.
      if (refreshToken !== undefined) setCookie(reply, refreshToken, settings);
      return answer(await openSession(access, account, session));
    },
  );
};

const signOutRoute = (app: ServiceApp, access: SignOutAccess): void => {
  app.delete(
    "/sessions/current",
    {
      config: { permission: { open: "signed-in", beforePasswordChange: true } },
      schema: { tags: ["sessions"], summary: "Đăng xuất / Sign out", response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      await signOut(access, principalOf(request), request.id);
      return reply.clearCookie(COOKIE, { path: COOKIE_PATH }).code(204).send();
    },
  );
};

const passwordRoute = (app: ServiceApp, access: ChangePasswordAccess, settings: SessionSettings): void => {
  app.post(
    "/password",
    {
      config: {
        permission: { open: "signed-in", beforePasswordChange: true },
        rateLimit: {
          max: settings.signInsPerMinute,
          timeWindow: "1 minute",
          keyGenerator: (request) => request.principal?.account ?? request.ip,
        },
        refusals: changePasswordRefusals,
      },
      schema: {
        tags: ["sessions"],
        summary: "Đổi mật khẩu / Change the password",
        body: z.strictObject({ currentPassword: Password, newPassword: Password }),
        response: { 200: Session },
      },
    },
    async (request) => answer(await changePassword(access, principalOf(request), request.body, request.id)),
  );
};

const meRoute = (app: ServiceApp, { commands }: Pick<Access, "commands">): void => {
  app.get(
    "/me",
    {
      config: { permission: { open: "signed-in", beforePasswordChange: true } },
      schema: {
        tags: ["sessions"],
        summary: "Tôi là ai / Who am I",
        response: { 200: Session.shape.account },
      },
    },
    async (request) => {
      const { account, session } = principalOf(request);
      return accountOf(principalFrom(await loadAccount(commands, account), session));
    },
  );
};

const keysRoute = (app: ServiceApp, { signingKeys }: Pick<Access, "signingKeys">): void => {
  app.get(
    "/jwks.json",
    {
      config: { permission: { open: "public" } },
      schema: {
        tags: ["sessions"],
        summary: "Khóa công khai / Public keys",
        response: { 200: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) },
      },
    },
    async () => ({ keys: signingKeys.jwks().keys.map((key) => ({ ...key })) }),
  );
};

/** Signing in and out, passwords, and whom tokens are of. */
export const sessionRoutes = (app: ServiceApp, access: Access, settings: SessionSettings): void => {
  const { commands, clock, newId, credentials, sessions, signingKeys, devices } = access;
  const limits = createSignInLimits(clock, settings.signInsPerMinute);
  const unawaited = createUnawaitedWork((error) =>
    app.log.error({ kind: error instanceof Error ? error.name : "unknown" }, "sign-in refusal not recorded"),
  );
  app.addHook("onClose", () => unawaited.finished());
  const known = { commands, clock, newId, credentials, sessions, signingKeys, devices };
  const signingIn = { ...known, limits, unawaited };
  signInRoute(app, signingIn, settings);
  refreshRoute(app, access, settings);
  signOutRoute(app, access);
  passwordRoute(app, access, settings);
  meRoute(app, access);
  keysRoute(app, access);
};
