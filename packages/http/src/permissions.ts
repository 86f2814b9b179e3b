import { areaOf, findRefusal, type Principal } from "@sogoc/access";
import { CommandRejected } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { HttpPorts } from "./http-ports.ts";
import { localDay } from "./local-day.ts";

/**
 * What a route demands. `area` names the unit that the request is about, looked up from the resource itself and never
 * taken from the caller's word alone; a list without one area narrows its query with `areaOfRequest`.
 */
export type Permission =
  | { readonly open: "public" }
  /** Any signed-in person, about himself; also before the first password was changed when `beforePasswordChange`. */
  | { readonly open: "signed-in"; readonly beforePasswordChange?: boolean }
  | {
      readonly roles: readonly Role[];
      /** Every unit named must lie in the caller's area. */
      readonly area:
        | "narrowed-by-query"
        | ((request: FastifyRequest) => string | readonly string[] | Promise<string | readonly string[]>);
    };

declare module "fastify" {
  interface FastifyContextConfig {
    permission?: Permission;
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

const bearerOf = (request: FastifyRequest): string | undefined => {
  const header = request.headers.authorization;
  return header?.startsWith("Bearer ") ? header.slice("Bearer ".length) : undefined;
};

/** Adds the one check that every route goes through; a route that declares no permission fails at start-up. */
export const installPermissions = (app: FastifyInstance, ports: HttpPorts): void => {
  app.decorateRequest("principal", null);

  app.addHook("onRoute", (route) => {
    if (!route.config?.permission) {
      throw new Error(`Route ${String(route.method)} ${route.url} declares no permission`);
    }
  });

  const identify = async (request: FastifyRequest): Promise<Principal> => {
    const token = bearerOf(request);
    if (token === undefined) throw new CommandRejected("not-signed-in");
    const principal = await ports.verifyToken(token);
    if (ports.directory.isSuspended(principal.account)) throw new CommandRejected("account-suspended");
    if (ports.directory.isRevoked(principal.session)) throw new CommandRejected("session-refused");
    return principal;
  };

  // Before the body is read: a stranger's upload is not even received.
  app.addHook("onRequest", async (request) => {
    const permission = request.routeOptions.config.permission;
    if (!permission || ("open" in permission && permission.open === "public")) return;
    const principal = await identify(request);
    request.principal = principal;
    if (principal.mustChangePassword && !("open" in permission && permission.beforePasswordChange)) {
      throw new CommandRejected("password-change-required");
    }
    if ("roles" in permission) refuseUnless(request, permission.roles, undefined);
  });

  const refuseUnless = (request: FastifyRequest, roles: readonly Role[], unitId: string | undefined) => {
    const refusal = findRefusal({
      principal: principalOf(request),
      roles,
      unitId,
      day: localDay(ports.clock.now()),
      tree: ports.directory.tree(),
    });
    if (refusal) throw new CommandRejected(refusal);
  };

  // Before the content is judged: outside his area nobody learns even what a right request would look like.
  app.addHook("preValidation", async (request) => {
    const permission = request.routeOptions.config.permission;
    if (!permission || "open" in permission || permission.area === "narrowed-by-query") return;
    const named = await permission.area(request);
    for (const unitId of typeof named === "string" ? [named] : named) {
      refuseUnless(request, permission.roles, unitId);
    }
  });
};

/** Throws `not-signed-in` on a public route without a token. */
export const principalOf = (request: FastifyRequest): Principal => {
  if (!request.principal) throw new CommandRejected("not-signed-in");
  return request.principal;
};

/** The units this request may see in the route's roles. */
export const areaOfRequest = (request: FastifyRequest, ports: HttpPorts): readonly string[] => {
  const permission = request.routeOptions.config.permission;
  if (!permission || "open" in permission) return [];
  return areaOf(principalOf(request), permission.roles, localDay(ports.clock.now()), ports.directory.tree());
};
