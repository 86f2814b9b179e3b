import { inShape, principalOf, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import type { Sessions } from "../secrets/sessions.ts";
import {
  type EndOwnSessionDependencies,
  endOwnSession,
  endOwnSessionRefusals,
} from "../use-cases/end-own-session.ts";
import { listSessions } from "../use-cases/list-sessions.ts";

const OwnSession = z.object({
  session: z.string(),
  startedAt: z.string().optional(),
  usedAt: z.string(),
  browser: z.string().optional().describe("What the browser calls itself."),
  current: z.boolean().describe("The session that asks."),
});

interface OwnSessionRoutesDependencies extends EndOwnSessionDependencies {
  readonly sessions: Pick<Sessions, "list" | "end">;
}

/** Where a person is signed in, for themselves alone. */
export const ownSessionRoutes = (app: ServiceApp, dependencies: OwnSessionRoutesDependencies): void => {
  app.get(
    "/sessions",
    {
      config: { permission: { open: "signed-in" } },
      schema: {
        tags: ["sessions"],
        summary: "Tôi đang đăng nhập ở đâu / Where I am signed in",
        response: { 200: z.object({ items: z.array(OwnSession) }) },
      },
    },
    async (request) => {
      const sessions = await listSessions(dependencies.sessions, principalOf(request));
      return { items: sessions.map((one) => inShape(OwnSession, one)) };
    },
  );
  app.delete(
    "/sessions/:session",
    {
      config: { permission: { open: "signed-in" }, refusals: endOwnSessionRefusals },
      schema: {
        tags: ["sessions"],
        summary: "Kết thúc một phiên của tôi / End one of my sessions",
        params: z.object({ session: z.string().min(1).max(80) }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await endOwnSession(dependencies, principalOf(request).account, request.params.session, request.id);
      return reply.code(204).send();
    },
  );
};
