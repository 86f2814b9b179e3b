import type { Directory } from "@sogoc/access";
import type { Clock, CommandHandler } from "@sogoc/core";
import { principalOf, type ServiceApp } from "@sogoc/http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Credentials, PasswordCost } from "../secrets/credentials.ts";
import type { DraftKeys } from "../secrets/draft-keys.ts";
import type { SecondFactors } from "../secrets/second-factors.ts";
import type { Sessions } from "../secrets/sessions.ts";
import type { SigningKeys } from "../secrets/signing-keys.ts";
import { DEVICE_DAYS } from "../sign-in/known-devices.ts";
import type { SecondFactorPolicy } from "../sign-in/second-factor-policy.ts";
import { createSignInLimits } from "../sign-in/sign-in-limits.ts";
import { createUnawaitedWork } from "../sign-in/unawaited-work.ts";
import { issueAccessToken, type OpenSession } from "../steps/issue-access-token.ts";
import {
  type ChangePasswordDependencies,
  changePassword,
  changePasswordRefusals,
} from "../use-cases/change-password.ts";
import { type GetOwnAccountDependencies, getOwnAccount } from "../use-cases/get-own-account.ts";
import { type RefreshSessionDependencies, refreshSession } from "../use-cases/refresh-session.ts";
import {
  type SignInDependencies,
  type SignInGuard,
  type SignInTry,
  signIn,
  signInRefusals,
} from "../use-cases/sign-in.ts";
import { type SignOutDependencies, signOut } from "../use-cases/sign-out.ts";
import { accountAnswer, Code, Password, personOf, Session, sessionAnswer } from "./session-shapes.ts";

const COOKIE = "sogoc_refresh";
const COOKIE_PATH = "/api/accounts/v1/sessions";

/** How sessions are answered and how often they may be asked for. */
interface SessionSettings {
  /** Send the cookie over https only, whichever way this request came. */
  readonly secureCookies: boolean;
  /** Sign-in attempts, and password changes, per minute, address and person. */
  readonly signInsPerMinute: number;
  readonly secondFactorPolicy: SecondFactorPolicy;
}

export interface SessionOptions extends SessionSettings {
  /**
   * For tests of anything but passwords: what a hash costs, where it is not what is recommended.
   */
  readonly passwordCost?: PasswordCost | undefined;
}

interface SessionRoutesDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly clock: Clock;
  readonly directory: Pick<Directory, "tree">;
  readonly newId: () => string;
  readonly credentials: Pick<Credentials, "matches" | "change">;
  readonly guard: Omit<SignInGuard, "limits">;
  readonly sessions: Sessions;
  readonly secondFactors: Pick<SecondFactors, "use">;
  readonly signingKeys: Pick<SigningKeys, "sign" | "jwks">;
  readonly draftKeys: DraftKeys;
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

const Wish = z.strictObject({
  signInName: z.string().min(1).max(60),
  password: Password,
  code: Code.optional().describe("Asked for by `second-factor-needed`."),
});

const signInTry = (request: FastifyRequest, body: z.output<typeof Wish>): SignInTry => {
  const { signInName, password, code } = body;
  return {
    signInName,
    password,
    code,
    address: request.ip,
    browser: request.headers["user-agent"],
    openToken: cookieOf(request),
    keptFor: (accountId) => request.cookies[deviceCookie(accountId)],
    correlationId: request.id,
  };
};

type Opening = (accountId: string, session: string) => Promise<OpenSession>;

const signInRoute = (
  app: ServiceApp,
  dependencies: SignInDependencies,
  open: Opening,
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
        body: Wish,
        response: { 201: Session },
      },
    },
    async (request, reply) => {
      const { account, session, refreshToken, device } = await signIn(
        dependencies,
        signInTry(request, request.body),
      );
      if (refreshToken !== undefined) setCookie(reply, refreshToken, settings);
      keepDevice(reply, deviceCookie(account), device, settings);
      return reply.code(201).send(sessionAnswer(await open(account, session)));
    },
  );
};

const refreshRoute = (
  app: ServiceApp,
  dependencies: RefreshSessionDependencies,
  open: Opening,
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
      const { account, session, refreshToken } = await refreshSession(
        dependencies,
        cookieOf(request),
        request.id,
      );
      // Also where the answer fails after that: the token that came is used up.
      if (refreshToken !== undefined) setCookie(reply, refreshToken, settings);
      return sessionAnswer(await open(account, session));
    },
  );
};

const signOutRoute = (app: ServiceApp, dependencies: SignOutDependencies): void => {
  app.delete(
    "/sessions/current",
    {
      config: { permission: { open: "signed-in", before: "password-change" } },
      schema: { tags: ["sessions"], summary: "Đăng xuất / Sign out", response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      await signOut(dependencies, principalOf(request), request.id);
      return reply.clearCookie(COOKIE, { path: COOKIE_PATH }).code(204).send();
    },
  );
};

const passwordRoute = (
  app: ServiceApp,
  dependencies: ChangePasswordDependencies,
  settings: SessionSettings,
): void => {
  app.post(
    "/password",
    {
      config: {
        permission: { open: "signed-in", before: "password-change" },
        rateLimit: {
          max: settings.signInsPerMinute,
          timeWindow: "1 minute",
          keyGenerator: personOf,
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
    async (request) =>
      sessionAnswer(await changePassword(dependencies, principalOf(request), request.body, request.id)),
  );
};

const meRoute = (app: ServiceApp, dependencies: GetOwnAccountDependencies): void => {
  app.get(
    "/me",
    {
      config: { permission: { open: "signed-in", before: "password-change" } },
      schema: {
        tags: ["sessions"],
        summary: "Tôi là ai / Who am I",
        response: { 200: Session.shape.account },
      },
    },
    async (request) => accountAnswer(await getOwnAccount(dependencies, principalOf(request))),
  );
};

const keysRoute = (
  app: ServiceApp,
  { signingKeys }: Pick<SessionRoutesDependencies, "signingKeys">,
): void => {
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
export const sessionRoutes = (
  app: ServiceApp,
  dependencies: SessionRoutesDependencies,
  settings: SessionSettings,
): void => {
  const { commands, clock, newId, credentials, sessions, secondFactors, directory } = dependencies;
  const { signingKeys, draftKeys } = dependencies;
  const { secondFactorPolicy } = settings;
  const limits = createSignInLimits(clock, settings.signInsPerMinute);
  const unawaited = createUnawaitedWork((name, error) =>
    app.log.error({ kind: error instanceof Error ? error.name : "unknown" }, `${name} not recorded`),
  );
  app.addHook("onClose", () => unawaited.finished());
  const guard = { ...dependencies.guard, limits };
  const opening = { commands, clock, directory, newId, credentials, sessions };
  const known = { ...opening, signingKeys, draftKeys, secondFactorPolicy };
  const signingIn = { ...opening, secondFactors, guard, unawaited };
  const open: Opening = (accountId, session) => issueAccessToken(known, accountId, session);
  signInRoute(app, signingIn, open, settings);
  refreshRoute(app, known, open, settings);
  signOutRoute(app, dependencies);
  passwordRoute(app, known, settings);
  meRoute(app, known);
  keysRoute(app, dependencies);
};
