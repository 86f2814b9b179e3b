import { CommandRejected } from "@sogoc/core";
import { principalOf, type ServiceApp } from "@sogoc/http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  type AccountsParts,
  accountIdOf,
  endSessions,
  findStandingFault,
  loadAccount,
  principalFrom,
  revokeSessions,
  selfContext,
} from "../accounts-service.ts";
import { createAddressLimit } from "../address-limit.ts";
import { MINIMUM_PASSWORD_LENGTH, type PasswordCost } from "../credentials.ts";
import { accountDecider } from "../domain/account.ts";
import { ACCESS_TOKEN_SECONDS } from "../signing-keys.ts";
import { createUnawaitedWork } from "../unawaited-work.ts";

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

/** Wrong tries from one address, over all names, as a multiple of those that one name may have. */
const NAMES_PER_ADDRESS = 5;

const Password = z.string().min(1).max(200);

export interface SessionOptions {
  /**
   * For tests of anything but passwords: what a hash costs, where it is not what is recommended.
   */
  readonly passwordCost?: PasswordCost | undefined;
  /** Send the cookie over https only, whichever way this request came. */
  readonly secureCookies: boolean;
  /** Sign-in attempts, and password changes, per minute, address and person. */
  readonly signInsPerMinute: number;
}

export const sessionRoutes = (app: ServiceApp, parts: AccountsParts, options: SessionOptions): void => {
  const { sessions, signingKeys, runtime, credentials, ports } = parts;
  const refusals = createAddressLimit(ports.clock, options.signInsPerMinute * NAMES_PER_ADDRESS);
  const unawaited = createUnawaitedWork((error) =>
    app.log.error({ kind: error instanceof Error ? error.name : "unknown" }, "sign-in refusal not recorded"),
  );
  app.addHook("onClose", () => unawaited.finished());

  const setCookie = (reply: FastifyReply, token: string) =>
    reply.setCookie(COOKIE, token, {
      httpOnly: true,
      sameSite: "strict",
      secure: options.secureCookies || reply.request.protocol === "https",
      path: COOKIE_PATH,
    });

  const answer = async (accountId: string, session: string): Promise<z.infer<typeof Session>> => {
    const principal = principalFrom(await loadAccount(parts, accountId), session);
    return {
      accessToken: await signingKeys.sign(principal),
      expiresIn: ACCESS_TOKEN_SECONDS,
      account: {
        id: principal.account,
        name: principal.name,
        unitId: principal.unitId,
        mustChangePassword: principal.mustChangePassword === true,
        grants: principal.grants,
      },
    };
  };

  app.post(
    "/sessions",
    {
      config: {
        permission: { open: "public" },
        rateLimit: {
          max: options.signInsPerMinute,
          timeWindow: "1 minute",
          // Whole offices share one address, so one person's typing errors must not lock out the
          // others.
          hook: "preHandler",
          keyGenerator: (request) => `${request.ip} ${accountIdOf(signInNameOf(request))}`,
        },
        refusals: ["rate-limited", "sign-in-refused"],
      },
      schema: {
        tags: ["sessions"],
        summary: "Đăng nhập / Sign in",
        body: z.strictObject({ signInName: z.string().min(1).max(60), password: Password }),
        response: { 201: Session },
      },
    },
    async (request, reply) => {
      refusals.require(request.ip);
      const accountId = accountIdOf(request.body.signInName);
      const state = await loadAccount(parts, accountId);
      const good = await credentials.matches(state.opened ? accountId : undefined, request.body.password);
      const reason = good ? findStandingFault(parts, state) : "wrong-password";
      const context = selfContext(parts, state, request.id);
      if (reason) {
        refusals.count(request.ip);
        if (state.opened) {
          const refusal = { type: "RecordSignInRefusal", accountId, reason } as const;
          // Waiting for the disk would tell that the name exists.
          unawaited.start(() => runtime.commands.handle(accountDecider, accountId, refusal, context));
        }
        throw new CommandRejected("sign-in-refused");
      }
      const sessionId = ports.newId();
      const signIn = { type: "RecordSignIn", accountId, sessionId } as const;
      await runtime.commands.handle(accountDecider, accountId, signIn, context);
      setCookie(reply, await sessions.start(sessionId, accountId));
      return reply.code(201).send(await answer(accountId, sessionId));
    },
  );

  app.post(
    "/sessions/refresh",
    {
      config: {
        permission: { open: "public" },
        // By session: of the clerks behind one office's address each renews on his own account.
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
      const refreshed = await sessions.refresh(cookieOf(request));
      if (refreshed.outcome === "unknown") throw new CommandRejected("session-refused");
      const { account, session } = refreshed;
      const state = await loadAccount(parts, account);
      if (refreshed.outcome === "reused") {
        await revokeSessions(parts, account, [session], {
          reason: "token-reused",
          correlationId: request.id,
        });
        throw new CommandRejected("session-refused");
      }
      if (findStandingFault(parts, state)) throw new CommandRejected("session-refused");
      if (refreshed.outcome === "rotated") setCookie(reply, refreshed.token);
      return answer(account, session);
    },
  );

  app.delete(
    "/sessions/current",
    {
      config: { permission: { open: "signed-in", beforePasswordChange: true } },
      schema: { tags: ["sessions"], summary: "Đăng xuất / Sign out", response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      const { account, session } = principalOf(request);
      await sessions.end(session);
      await revokeSessions(parts, account, [session], { reason: "signed-out", correlationId: request.id });
      return reply.clearCookie(COOKIE, { path: COOKIE_PATH }).code(204).send();
    },
  );

  app.post(
    "/password",
    {
      config: {
        permission: { open: "signed-in", beforePasswordChange: true },
        rateLimit: {
          max: options.signInsPerMinute,
          timeWindow: "1 minute",
          keyGenerator: (request) => request.principal?.account ?? request.ip,
        },
        refusals: ["password-too-weak", "password-wrong", "rate-limited"],
      },
      schema: {
        tags: ["sessions"],
        summary: "Đổi mật khẩu / Change the password",
        body: z.strictObject({ currentPassword: Password, newPassword: Password }),
        response: { 200: Session },
      },
    },
    async (request) => {
      const { account, session } = principalOf(request);
      const { currentPassword, newPassword } = request.body;
      if (newPassword.length < MINIMUM_PASSWORD_LENGTH || newPassword === currentPassword) {
        throw new CommandRejected("password-too-weak");
      }
      const state = await loadAccount(parts, account);
      if (!(await credentials.change(account, currentPassword, newPassword))) {
        throw new CommandRejected("password-wrong");
      }
      const ending = { reason: "password-changed", correlationId: request.id } as const;
      await endSessions(parts, account, { ...ending, except: session });
      const changed = {
        type: "RecordPasswordChange",
        accountId: account,
        temporary: false,
        after: state.passwordChanges,
      } as const;
      await runtime.commands.handle(accountDecider, account, changed, selfContext(parts, state, request.id));
      return answer(account, session);
    },
  );

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
      const principal = principalFrom(await loadAccount(parts, account), session);
      const { name, unitId, grants, mustChangePassword = false } = principal;
      return { id: account, name, unitId, grants, mustChangePassword };
    },
  );

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

const signInNameOf = (request: FastifyRequest): string => {
  const { signInName } = (request.body ?? {}) as { signInName?: unknown };
  return typeof signInName === "string" ? signInName : "";
};

const sessionOf = (request: FastifyRequest): string => cookieOf(request).split(".")[0] || request.ip;

const cookieOf = (request: FastifyRequest): string => request.cookies[COOKIE] ?? "";
