import { createEventStreams, type EventStream, type ServiceApp } from "@sogoc/http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { createChangeWatch, type Move } from "../figures/change-watch.ts";
import { scopeOf } from "../figures/scope.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import { figureReaders } from "./roles.ts";
import { UnitQuery } from "./shapes.ts";

export const changeRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  const watch = createChangeWatch(parts);
  const openStream = createEventStreams(app, parts.http);
  app.addHook("preClose", async () => watch.stop());

  /** Throws where the area may no longer be seen, as after the last day of a contract. */
  const concerns = (request: FastifyRequest, { units }: Move, unitId: string | undefined): boolean => {
    const area = scopeOf(request, parts, unitId);
    return units === undefined || area.some((unit) => units.has(unit));
  };

  const follow = async (request: FastifyRequest, reply: FastifyReply, unitId: string | undefined) => {
    const stream = openStream(request, reply);
    try {
      return await fill(stream, request, unitId);
    } catch (error) {
      // Nobody reads what is not sent: it would stay open for good.
      stream.destroy();
      throw error;
    }
  };

  const fill = async (stream: EventStream, request: FastifyRequest, unitId: string | undefined) => {
    const stopListening = watch.listen((move) => {
      try {
        if (concerns(request, move, unitId)) stream.tell({ position: move.position });
      } catch {
        stream.end();
      }
    });
    stream.onEnd(stopListening);
    // Also at the beginning: what moved while nobody listened is not missed.
    stream.tell({ position: await watch.position() });
    return stream.body;
  };

  app.get(
    "/changes",
    {
      config: {
        permission: { roles: [...figureReaders], area: "narrowed-by-query" },
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
      scopeOf(request, parts, unitId);
      if (!request.headers.accept?.includes("text/event-stream")) return { position: await watch.position() };
      const stream = await follow(request, reply, unitId);
      // The schema tells of the answer without a stream; a stream is not serialised.
      return reply.send(stream as never);
    },
  );
};
