import fastifySwagger from "@fastify/swagger";
import { CommandRejected, type FieldProblem } from "@sogoc/core";
import type { FastifyBaseLogger, FastifyError, FastifyInstance, RawServerDefault } from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import type { IncomingMessage, ServerResponse } from "node:http";
import { waitForPosition } from "./commands.ts";
import type { HttpPorts } from "./http-ports.ts";
import { installPermissions } from "./permissions.ts";
import { PROBLEM_JSON, toProblem } from "./problems.ts";
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
  readonly routes: (app: ServiceApp) => Promise<void> | void;
}

const frameworkCodes: Readonly<Record<string, ConstructorParameters<typeof CommandRejected>[0]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "body-too-large",
  FST_REQ_FILE_TOO_LARGE: "body-too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported-media-type",
  FST_INVALID_MULTIPART_CONTENT_TYPE: "unsupported-media-type",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "malformed-body",
};

const rejectionOf = (error: FastifyError): CommandRejected | undefined => {
  if (error instanceof CommandRejected) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const problems = error.validation.map((issue): FieldProblem => {
      const where = error.validationContext === "body" ? "" : `/${error.validationContext ?? ""}`;
      return { pointer: `${where}${issue.instancePath}`, detail: issue.message ?? "" };
    });
    return new CommandRejected("invalid-request", {}, problems.slice(0, 50));
  }
  const known = frameworkCodes[error.code];
  if (known) return new CommandRejected(known);
  if (error.statusCode === 429) return new CommandRejected("rate-limited");
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new CommandRejected("malformed-body");
  }
  return undefined;
};

/**
 * One service as a Fastify plugin with its own error handling, permission check, OpenAPI document and address prefix,
 * so that four of them live in one process or each in its own.
 */
export const servicePlugin =
  (service: ServiceDescription) =>
  async (root: FastifyInstance): Promise<void> => {
    await root.register(
      async (scope) => {
        scope.setValidatorCompiler(validatorCompiler);
        scope.setSerializerCompiler(serializerCompiler);
        installStrictJson(scope);
        scope.setErrorHandler((error: FastifyError, request, reply) => {
          const rejected = rejectionOf(error);
          // The message may quote input, so only its kind and place are logged.
          if (!rejected) request.log.error({ kind: error.name, stack: error.stack?.split("\n").slice(1, 6) }, "internal");
          const problem = toProblem(rejected ?? new CommandRejected("internal"), request.id);
          if (problem.status === 503 || problem.status === 429) reply.header("retry-after", "2");
          return reply.code(problem.status).type(PROBLEM_JSON).send(JSON.stringify(problem));
        });
        scope.setNotFoundHandler((request, reply) => {
          const problem = toProblem(new CommandRejected("not-found"), request.id);
          return reply.code(404).type(PROBLEM_JSON).send(JSON.stringify(problem));
        });
        await scope.register(fastifySwagger, {
          openapi: {
            openapi: "3.1.0",
            info: { title: service.title, version: "1.0.0" },
            components: { securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
            security: [{ bearer: [] }],
          },
          transform: jsonSchemaTransform,
        });
        await scope.register(
          async (versioned) => {
            installPermissions(versioned, service.ports);
            versioned.addHook("preHandler", (request) => waitForPosition(request, service.ports));
            await service.routes(versioned.withTypeProvider<ZodTypeProvider>());
          },
          { prefix: "/v1" },
        );
        scope.get("/docs/openapi.json", { schema: { hide: true } }, async () => scope.swagger());
      },
      { prefix: `/api/${service.name}` },
    );
  };
