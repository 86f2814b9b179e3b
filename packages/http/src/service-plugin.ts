import type { IncomingMessage, ServerResponse } from "node:http";
import fastifySwagger from "@fastify/swagger";
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { problemAnswers } from "./answer-with-problem.ts";
import { waitForPosition } from "./commands.ts";
import type { HttpPorts } from "./http-ports.ts";
import { installKnownQuery } from "./known-query.ts";
import { completeDocument } from "./openapi-document.ts";
import { collectOperations } from "./operations.ts";
import { installPermissions } from "./permissions.ts";
import { commonProblems, type ProblemTexts } from "./problem-texts.ts";
import { installStrictJson } from "./strict-json.ts";

export type ServiceApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface ServiceDescription {
  /** Name in the address: `/api/<name>/v1`. */
  readonly name: string;
  readonly title: string;
  readonly ports: HttpPorts;
  /** What it refuses beyond what every server does. */
  readonly problems: ProblemTexts;
  readonly routes: (app: ServiceApp) => Promise<void> | void;
}

/**
 * One service as a Fastify plugin with its own error handling, permission check, OpenAPI document
 * and address prefix, so that four of them live in one process or each in its own.
 */
export const servicePlugin =
  (service: ServiceDescription) =>
  async (root: FastifyInstance): Promise<void> => {
    const texts: ProblemTexts = { ...commonProblems, ...service.problems };
    const answers = problemAnswers(texts);
    await root.register(
      async (scope) => {
        scope.setValidatorCompiler(validatorCompiler);
        scope.setSerializerCompiler(serializerCompiler);
        installStrictJson(scope);
        scope.setErrorHandler(answers.onError);
        scope.setNotFoundHandler(answers.onNotFound);
        await scope.register(fastifySwagger, {
          openapi: {
            openapi: "3.1.0",
            info: { title: service.title, version: "1.0.0" },
            components: {
              securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
            },
            security: [{ bearer: [] }],
          },
          transform: jsonSchemaTransform,
        });
        const operations = collectOperations(scope);
        await scope.register(
          async (versioned) => {
            // Before the area is judged: a unit that was registered a moment ago must be known by
            // then.
            versioned.addHook("preValidation", (request) => waitForPosition(request, service.ports));
            installPermissions(versioned, service.ports);
            installKnownQuery(versioned);
            await service.routes(versioned.withTypeProvider<ZodTypeProvider>());
          },
          { prefix: "/v1" },
        );
        for (const address of ["/docs", "/docs/openapi.json"]) {
          scope.get(address, { schema: { hide: true } }, async () =>
            completeDocument(scope.swagger(), operations, texts),
          );
        }
      },
      { prefix: `/api/${service.name}` },
    );
  };
