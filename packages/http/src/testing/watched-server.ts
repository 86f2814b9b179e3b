import type { FastifyInstance } from "fastify";
import { collectOperations, watchRefusals } from "../operations.ts";
import { createServer, type ServerOptions } from "../server.ts";

/**
 * A quiet server for specs, before its plugins are registered. A refusal that its operation does
 * not declare in `refusals` is answered as an internal error, so that the spec that meets it fails.
 */
export const createWatchedServer = async (
  { newId }: Pick<ServerOptions, "newId">,
  options: Partial<ServerOptions> = {},
): Promise<FastifyInstance> => {
  const server = await createServer({ logger: false, health: [], newId, ...options });
  watchRefusals(server, collectOperations(server), ({ method, url }, code) => {
    throw new Error(`${method} ${url} refuses with ${code}, which its \`refusals\` do not name.`);
  });
  return server;
};
