import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const BUILT = fileURLToPath(new URL("../../../web/dist/", import.meta.url));

/** Addresses of the application itself; they all answer with its one page. */
const pages = [
  "/",
  "/lo",
  "/lo/*",
  "/viec-cua-toi",
  "/so",
  "/so/*",
  "/nhap-tep",
  "/xuat-tep",
  "/mat-khau",
  "/tai-khoan",
  "/don-vi",
  "/khoi-luong",
  "/kiem-tra",
  "/kiem-tra/*",
  "/phan-xu",
  "/phan-xu/*",
  "/nghiem-thu",
  "/nghiem-thu/*",
  "/hai-lan-nhap",
  "/ban-giao",
  "/ban-giao/*",
  "/de-nghi",
  "/toan-canh",
  "/toan-canh/*",
  "/tra-cuu",
  "/tra-cuu/*",
];

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
  if (!existsSync(`${BUILT}index.html`)) return;
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
  for (const page of pages) server.get(page, (_request, reply) => reply.sendFile("index.html"));
};
