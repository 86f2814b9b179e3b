import { PassThrough } from "node:stream";
import { principalOf, type ServiceApp } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { createChangeWatch, type Move } from "../figures/change-watch.ts";
import { scopeOf } from "../figures/scope.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import { figureReaders } from "./roles.ts";
import { UnitQuery } from "./shapes.ts";

const HEARTBEAT_MS = 20_000;
/** No longer than a token lives: whoever goes on asks again with a fresh one, so that an access that ended ends here too. */
const LONGEST_MS = 240_000;

export const changeRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  const watch = createChangeWatch(parts);
  const open = new Set<PassThrough>();
  app.addHook("preClose", async () => {
    watch.stop();
    for (const stream of open) stream.end();
  });

  /** Throws where the area may no longer be seen, as after the last day of a contract. */
  const concerns = (request: FastifyRequest, { units }: Move, unitId: string | undefined): boolean => {
    const area = scopeOf(request, parts, unitId);
    return units === undefined || area.some((unit) => units.has(unit));
  };

  const follow = async (request: FastifyRequest, unitId: string | undefined): Promise<PassThrough> => {
    const stream = new PassThrough();
    const tell = (position: number) => stream.write(`data: ${JSON.stringify({ position })}\n\n`);
    const mayGoOn = () => !parts.http.directory.isSuspended(principalOf(request).account);
    const stopListening = watch.listen((move) => {
      try {
        if (!mayGoOn()) stream.end();
        else if (concerns(request, move, unitId)) tell(move.position);
      } catch {
        stream.end();
      }
    });
    const heartbeat = setInterval(() => (mayGoOn() ? stream.write(": \n\n") : stream.end()), HEARTBEAT_MS);
    const longest = setTimeout(() => stream.end(), LONGEST_MS);
    for (const timer of [heartbeat, longest]) timer.unref();
    open.add(stream);
    stream.once("close", () => {
      open.delete(stream);
      stopListening();
      clearInterval(heartbeat);
      clearTimeout(longest);
    });
    // Also at the beginning: what moved while nobody listened is not missed.
    tell(await watch.position());
    return stream;
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
      const stream = await follow(request, unitId);
      reply.type("text/event-stream").header("cache-control", "no-store");
      // A proxy that collects an answer before it passes it on would keep this one for ever.
      reply.header("x-accel-buffering", "no");
      // The schema tells of the answer without a stream; a stream is not serialised.
      return reply.send(stream as never);
    },
  );
};
