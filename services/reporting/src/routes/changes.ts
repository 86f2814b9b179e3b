import { createEventStreams, type EventStream, type ServiceApp } from "@sogoc/http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { type ChangedFigures, type ChangeWatch, createChangeWatch } from "../figures/change-watch.ts";
import { rolesThatSeeFigures } from "./roles.ts";
import { scopeOf } from "./scope-of-request.ts";
import { UnitQuery } from "./shapes.ts";

/** Throws where the area may no longer be seen, as after the last day of a contract. */
const concerns = (
  request: FastifyRequest,
  dependencies: Dependencies<"clock" | "directory">,
  { units }: ChangedFigures,
  unitId: string | undefined,
): boolean => {
  const area = scopeOf(request, dependencies, unitId);
  return units === undefined || area.some((unit) => units.has(unit));
};

/** Tells a stream where the figures are, now and whenever those of its area change. */
const fill = async (
  stream: EventStream,
  watch: ChangeWatch,
  isConcerned: (changed: ChangedFigures) => boolean,
): Promise<EventStream["body"]> => {
  const stopListening = watch.listen((changed) => {
    try {
      if (isConcerned(changed)) stream.tell({ position: changed.position });
    } catch {
      stream.end();
    }
  });
  stream.onEnd(stopListening);
  // Also at the beginning: what moved while nobody listened is not missed.
  stream.tell({ position: await watch.position() });
  return stream.body;
};

/** That figures moved, live. */
export const changeRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<"books" | "clock" | "directory" | "freshness" | "http" | "store">,
): void => {
  const watch = createChangeWatch(dependencies);
  const openStream = createEventStreams(app, dependencies.http);
  app.addHook("preClose", async () => watch.stop());

  const follow = async (request: FastifyRequest, reply: FastifyReply, unitId: string | undefined) => {
    // Whoever keeps a role elsewhere loses the area that they follow all the same.
    const stream = openStream(request, reply, () => void scopeOf(request, dependencies, unitId));
    try {
      return await fill(stream, watch, (changed) => concerns(request, dependencies, changed, unitId));
    } catch (error) {
      // Nobody reads what is not sent: it would stay open for good.
      stream.destroy();
      throw error;
    }
  };

  app.get(
    "/changes",
    {
      config: {
        permission: { roles: [...rolesThatSeeFigures], area: "narrowed-by-query" },
        answers: "text/event-stream",
      },
      schema: {
        tags: ["figures"],
        summary:
          "Số liệu vừa đổi (SSE) / That figures of the area moved, never which; live with `Accept: text/event-stream`",
        querystring: UnitQuery,
        response: { 200: z.object({ position: z.int() }) },
      },
    },
    async (request, reply) => {
      const { unitId } = request.query;
      scopeOf(request, dependencies, unitId);
      if (!request.headers.accept?.includes("text/event-stream")) return { position: await watch.position() };
      const stream = await follow(request, reply, unitId);
      // The schema tells of the answer without a stream; a stream is not serialised.
      return reply.send(stream as never);
    },
  );
};
