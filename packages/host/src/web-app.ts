import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const BUILT = fileURLToPath(new URL("../../../web/dist/", import.meta.url));

/** The list of addresses that the application was built with. */
const ADDRESSES = `${BUILT}.addresses.json`;

/**
 * The routes that all answer with the application's one page: the first part of every address, and
 * whatever is below it where the application has something there.
 */
const routesOf = (addresses: readonly string[]): readonly string[] => {
  const below = /^(\/[^/]+)\/.+$/;
  return [...new Set(addresses.map((address) => address.replace(below, "$1/*")))];
};

/**
 * What the first page asks of every server: whether it is a demo, whether it has an authority of
 * its own. The ordinary answer is that there is none, which is no error and stands in no browser's
 * console as one.
 */
const questions = ["/demo.json", "/tin-cay/van-tay.json"];

const answerQuestions = (server: FastifyInstance): void => {
  for (const url of questions) {
    if (server.hasRoute({ method: "GET", url })) continue;
    server.get(url, (_request, reply) => reply.code(204).send());
  }
};

/**
 * Serves the web application when it has been built; `npm start` builds it, tests of the API do
 * without. Call after what else is served.
 */
export const serveWebApp = async (server: FastifyInstance): Promise<void> => {
  answerQuestions(server);
  if (!existsSync(ADDRESSES)) return;
  await server.register(fastifyStatic, {
    root: BUILT,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => {
      // Built files carry their content's hash in the name; the page that names them does not.
      const lasting = path.includes("/assets/");
      reply.header("cache-control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  const addresses = JSON.parse(readFileSync(ADDRESSES, "utf8")) as readonly string[];
  for (const route of routesOf(addresses))
    server.get(route, (_request, reply) => reply.sendFile("index.html"));
};
