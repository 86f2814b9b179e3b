import { areaOf, findRefusal, type Grant, isClosedOn, isWithin, unitsHeld } from "@sogoc/access";
import { CommandRejected, notBefore, vietnamDay } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { HttpPorts, SignedIn } from "./http-ports.ts";

/**
 * What a route demands. `area` names the unit that the request is about, looked up from the
 * resource itself and never taken from the caller's word alone; a list without one area narrows its
 * query with `areaOfRequest`.
 */
export type Permission =
  | { readonly open: "public" }
  /**
   * Any signed-in person, about themselves. What makes the account ready is open before it is:
   * `second-factor` once the first password was changed.
   */
  | { readonly open: "signed-in"; readonly before?: "password-change" | "second-factor" | undefined }
  | {
      readonly roles: readonly Role[];
      /**
       * Checks, decides, accepts, approves or lets others in: refused to an account whose password
       * somebody beside its owner has just reset, or that somebody beside it has just made one of
       * those who decide.
       */
      readonly refusesHeldAccounts?: true | undefined;
      /**
       * Begins something in the unit: where that has been closed, refused to those who hold the
       * role over closed units alone. What it had goes on with whoever took over, and with those
       * above.
       */
      readonly startsWork?: true | undefined;
      /** Every unit named must lie in the caller's area. */
      readonly area:
        | "narrowed-by-query"
        | ((request: FastifyRequest) => string | readonly string[] | Promise<string | readonly string[]>);
    };

declare module "fastify" {
  interface FastifyContextConfig {
    permission?: Permission | undefined;
  }
  interface FastifyRequest {
    principal: SignedIn | null;
  }
}

/** The scheme is written in any case (RFC 9110, 11.1). */
const bearerOf = (request: FastifyRequest): string | undefined =>
  /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1];

/** Throws where a session or an account has ended by now, whatever its token says. */
const requireAccountInForce = (principal: SignedIn, { directory, clock }: HttpPorts): void => {
  if (directory.isSuspended(principal.account)) throw new CommandRejected("account-suspended");
  const day = vietnamDay(notBefore(clock));
  if ((principal.until !== undefined && principal.until < day) || directory.hasEnded(principal.account, day))
    throw new CommandRejected("account-ended");
  if (directory.isRevoked(principal.session)) throw new CommandRejected("session-refused");
};

const requireTokenGood = ({ expires }: SignedIn, { clock }: HttpPorts): void => {
  if (expires !== undefined && clock.now().getTime() >= expires) throw new CommandRejected("token-expired");
};

/** Throws where something would be written by a clock that cannot be right. */
const requireSoundClock = ({ method }: FastifyRequest, { clock }: HttpPorts): void => {
  const behind = method === "GET" || method === "HEAD" ? undefined : clock.findBehind?.();
  if (!behind) return;
  const { now, last } = behind;
  throw new CommandRejected("clock-behind", { now: now.toISOString(), last: last.toISOString() });
};

/** Throws where the account must first be made ready. */
const requireReady = (principal: SignedIn, permission: Permission): void => {
  const before = "open" in permission && permission.open === "signed-in" ? permission.before : undefined;
  if (before === "password-change") return;
  if (principal.mustChangePassword) throw new CommandRejected("password-change-required");
  if (principal.mustSetSecondFactor && before === undefined)
    throw new CommandRejected("second-factor-required");
};

/** The later of two first days, and the earlier of two last ones. */
const within = (one: Grant, other: Pick<Grant, "from" | "until">): Grant => ({
  ...one,
  from: [one.from, other.from].sort()[1] ?? one.from,
  until: [one.until, other.until].filter((day) => day !== undefined).sort()[0],
});

/**
 * Without the roles that were taken away since the token was signed, and no longer than they are
 * held now: one may have been given anew for a shorter time.
 */
const withRolesHeld = (principal: SignedIn, { directory }: HttpPorts): SignedIn => {
  const { account, grants } = principal;
  const heard = directory.grantsOf(account);
  const held = grants
    .filter(({ role, unitId }) => !directory.isRoleRevoked(account, role, unitId))
    .map((grant) => {
      const now = heard.find(({ role, unitId }) => role === grant.role && unitId === grant.unitId);
      return now ? within(grant, now) : grant;
    });
  return { ...principal, grants: held };
};

/** Throws where the roles held today are none of those, or lie elsewhere. */
const requireRole = (
  principal: SignedIn,
  ports: HttpPorts,
  wanted: { readonly roles: readonly Role[]; readonly unitId: string | undefined },
): void => {
  const refusal = findRefusal({
    principal,
    roles: wanted.roles,
    unitId: wanted.unitId,
    day: vietnamDay(notBefore(ports.clock)),
    tree: ports.directory.tree(),
  });
  if (refusal) throw new CommandRejected(refusal);
};

/** Throws `unit-closed` where something new would begin in what has ended, by its own people. */
const requireOpenPart = (
  principal: SignedIn,
  { clock, directory }: HttpPorts,
  { roles, unitId }: { readonly roles: readonly Role[]; readonly unitId: string },
): void => {
  const [tree, day] = [directory.tree(), vietnamDay(notBefore(clock))];
  const isOpen = (id: string) => {
    const unit = tree.units.get(id);
    return unit !== undefined && !isClosedOn(unit, day);
  };
  if (isOpen(unitId)) return;
  const parts = unitsHeld(principal, roles, day).filter((id) => isWithin(tree, unitId, id));
  if (!parts.some(isOpen)) throw new CommandRejected("unit-closed");
};

const requireArea = async (request: FastifyRequest, principal: SignedIn, ports: HttpPorts): Promise<void> => {
  const permission = request.routeOptions.config.permission;
  if (!permission || "open" in permission || permission.area === "narrowed-by-query") return;
  const named = await permission.area(request);
  for (const unitId of typeof named === "string" ? [named] : named) {
    requireRole(principal, ports, { roles: permission.roles, unitId });
    if (permission.startsWork) requireOpenPart(principal, ports, { roles: permission.roles, unitId });
  }
};

/** Throws where the account may be in another's hands, and the route checks or accepts. */
const requireNotHeld = (request: FastifyRequest, principal: SignedIn, ports: HttpPorts): void => {
  const permission = request.routeOptions.config.permission;
  if (!permission || "open" in permission || !permission.refusesHeldAccounts) return;
  const { account, heldUntil } = principal;
  const until = ports.directory.heldUntil(account, ports.clock.now(), heldUntil);
  if (until !== undefined) throw new CommandRejected("account-held", { until });
};

/**
 * Throws where a request that was let in at its headers is to be refused by now: because of the
 * state, the session, the roles, the area, or a hold. Call once its body is whole, before anything
 * is made of it. The end of the token is not asked for: it comes after five minutes, and an upload
 * over a slow line takes longer.
 */
export const requireAccessStill = async (request: FastifyRequest, ports: HttpPorts): Promise<void> => {
  const permission = request.routeOptions.config.permission;
  const principal = withRolesHeld(principalOf(request), ports);
  request.principal = principal;
  requireAccountInForce(principal, ports);
  if (permission && "roles" in permission)
    requireRole(principal, ports, { roles: permission.roles, unitId: undefined });
  requireNotHeld(request, principal, ports);
  await requireArea(request, principal, ports);
};

/**
 * Throws where a request that was let in would be refused by now, its token included: for answers
 * that take long.
 */
export const requireAccess = async (request: FastifyRequest, ports: HttpPorts): Promise<void> => {
  requireTokenGood(principalOf(request), ports);
  await requireAccessStill(request, ports);
};

/** Members of every kind of permission. */
const MEMBERS: ReadonlySet<string> = new Set([
  "open",
  "before",
  "roles",
  "refusesHeldAccounts",
  "startsWork",
  "area",
]);

/**
 * Throws where a route is told something that nobody reads: a misspelt demand would be none, and
 * the compiler lets it pass where objects are put together.
 */
export const refuseUnread = (route: string, told: object, known: ReadonlySet<string>): void => {
  const unread = Object.keys(told).filter((name) => !known.has(name));
  if (unread.length > 0) throw new Error(`Route ${route} is told what nobody reads: ${unread.join(", ")}`);
};

/** Bytes of a body that is read before anybody knows whose it is: a name and a password. */
const STRANGERS_BODY_LIMIT = 16 * 1024;

/**
 * Adds the one check that every route goes through; a route that declares no permission fails at
 * start-up. Routes that are open to the public read small bodies only, unless they say otherwise.
 */
export const installPermissions = (app: FastifyInstance, ports: HttpPorts): void => {
  app.decorateRequest("principal", null);

  app.addHook("onRoute", (route) => {
    const permission = route.config?.permission;
    if (!permission) {
      throw new Error(`Route ${String(route.method)} ${route.url} declares no permission`);
    }
    refuseUnread(`${String(route.method)} ${route.url}`, permission, MEMBERS);
    if ("open" in permission && permission.open === "public") route.bodyLimit ??= STRANGERS_BODY_LIMIT;
  });

  const identify = async (request: FastifyRequest): Promise<SignedIn> => {
    const token = bearerOf(request);
    if (token === undefined) throw new CommandRejected("not-signed-in");
    const principal = await ports.verifyToken(token, ports.directory);
    // What ends a right may not have been read yet, and what gives one neither.
    if (!ports.directory.isLoaded()) throw new CommandRejected("read-model-behind");
    requireAccountInForce(principal, ports);
    requireTokenGood(principal, ports);
    return withRolesHeld(principal, ports);
  };

  // Before the body is read: a stranger's upload is not even received.
  app.addHook("onRequest", async (request) => {
    const permission = request.routeOptions.config.permission;
    if (!permission || ("open" in permission && permission.open === "public")) return;
    const principal = await identify(request);
    request.principal = principal;
    requireSoundClock(request, ports);
    requireReady(principal, permission);
    if ("roles" in permission) requireRole(principal, ports, { roles: permission.roles, unitId: undefined });
  });

  // Before the content is judged: outside their area nobody learns even what a right request would
  // look like. The body has come meanwhile, and that may have taken minutes: what was true at its
  // beginning is asked again. The file of an upload has not come yet: `withUpload` asks after it.
  app.addHook("preValidation", async (request) => {
    if (request.principal) await requireAccessStill(request, ports);
  });
};

/** Throws `not-signed-in` on a public route without a token. */
export const principalOf = (request: FastifyRequest): SignedIn => {
  if (!request.principal) throw new CommandRejected("not-signed-in");
  return request.principal;
};

/** The units this request may see in the route's roles. */
export const areaOfRequest = (
  request: FastifyRequest,
  ports: Pick<HttpPorts, "clock" | "directory">,
): readonly string[] => {
  const permission = request.routeOptions.config.permission;
  if (!permission || "open" in permission) return [];
  return areaOf(
    principalOf(request),
    permission.roles,
    vietnamDay(notBefore(ports.clock)),
    ports.directory.tree(),
  );
};
