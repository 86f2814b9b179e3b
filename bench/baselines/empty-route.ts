import Fastify from "fastify";

/** A Fastify server that reads a JSON body and throws it away. */
export const createEmptyServer = () => {
  const app = Fastify();
  app.post("/api/empty", async (_request, reply) =>
    reply.code(201).send({ recordId: "0".repeat(36), number: "1", revision: 0, position: 1 }),
  );
  return app;
};
