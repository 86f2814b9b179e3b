import type { ErrorCode } from "@sogoc/core";
import type { FastifyInstance, RouteOptions } from "fastify";
import type { Permission } from "./permissions.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What this route refuses with beyond what every route of its kind does; see `refusalsOf`. */
    refusals?: readonly ErrorCode[] | undefined;
    /**
     * Media type of a file or stream that the route answers with, where its path does not end in
     * one.
     */
    answers?: string | undefined;
  }
}

/** A route as it was declared, for its OpenAPI document and for tests that try every route. */
export interface Operation {
  /** Upper case. */
  readonly method: string;
  /** Whole path with `:params`. */
  readonly url: string;
  readonly permission: Permission;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly refusals: readonly ErrorCode[];
  readonly answers: string | undefined;
}

const mediaTypes: Readonly<Record<string, string>> = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
  zip: "application/zip",
  jws: "application/jose",
};

const mediaTypeOf = (url: string): string | undefined => mediaTypes[url.split(".").at(-1) ?? ""];

export const operationFrom = ({ method, url, config, schema }: RouteOptions): Operation | undefined => {
  const permission = config?.permission;
  if (!permission || method === "HEAD") return undefined;
  return {
    method: String(method),
    url,
    permission,
    schema: { ...schema },
    refusals: config.refusals ?? [],
    answers: config.answers ?? mediaTypeOf(url),
  };
};

/** Collects the operations that are registered into `app` from now on. */
export const collectOperations = (app: FastifyInstance): readonly Operation[] => {
  const operations: Operation[] = [];
  app.addHook("onRoute", (route) => {
    const operation = operationFrom(route);
    if (operation) operations.push(operation);
  });
  return operations;
};

/** Whether the operation takes the one file of a multipart request. */
export const isUpload = ({ schema }: Operation): boolean =>
  Array.isArray(schema["consumes"]) && schema["consumes"].includes("multipart/form-data");

const ofPermission = (permission: Permission): readonly ErrorCode[] => {
  if ("open" in permission && permission.open === "public") return [];
  const signedIn: ErrorCode[] = [
    "not-signed-in",
    "token-expired",
    "account-suspended",
    "account-ended",
    "session-refused",
  ];
  const before = "open" in permission && permission.open === "signed-in" ? permission.before : undefined;
  const roles = "roles" in permission;
  return [
    ...signedIn,
    ...(before === "password-change" ? [] : (["password-change-required"] as const)),
    ...(before === undefined ? (["second-factor-required"] as const) : []),
    ...(roles ? (["forbidden-role", "outside-area"] as const) : []),
    ...(roles && permission.refusesHeldAccounts ? (["account-held"] as const) : []),
    ...(roles && permission.startsWork ? (["unit-closed"] as const) : []),
  ];
};

const ofRequest = (operation: Operation): readonly ErrorCode[] => {
  const { method, url, schema } = operation;
  const isCommand = schema["headers"] !== undefined;
  return [
    // Every query may name a position; a malformed one is a malformed request.
    "invalid-request",
    ...(url.includes(":") ? (["not-found"] as const) : []),
    ...(method === "GET"
      ? []
      : ([
          "malformed-body",
          "body-too-large",
          "request-too-slow",
          "unsupported-media-type",
          "concurrent-change",
        ] as const)),
    ...(method === "GET" || ("open" in operation.permission && operation.permission.open === "public")
      ? []
      : (["clock-behind"] as const)),
    ...(isUpload(operation) ? (["one-file-expected", "headers-too-large", "reading-busy"] as const) : []),
    ...(isCommand ? (["revision-conflict", "command-id-reused", "append-too-large"] as const) : []),
  ];
};

/**
 * Every code with which the operation may refuse: its own, and those of its permission and its kind
 * of request.
 */
export const refusalsOf = (operation: Operation): readonly ErrorCode[] => [
  ...new Set<ErrorCode>([
    ...ofPermission(operation.permission),
    ...ofRequest(operation),
    ...operation.refusals.toSorted(),
    ...(operation.answers === "text/event-stream" ? (["rate-limited"] as const) : []),
    // Whoever may find a stored file missing may find it damaged.
    ...(operation.refusals.includes("blob-missing") ? (["blob-damaged"] as const) : []),
    "unavailable",
    "storage-full",
    "storage-read-only",
    "storage-failing",
    "storage-damaged",
    "too-many-files",
    "read-model-behind",
  ]),
];

/**
 * Tells of every refusal that its operation does not declare. For tests: what the OpenAPI document
 * leaves out is found by all of them. `app` is the server before its routes are registered,
 * `operations` what `collectOperations` collects of them.
 */
export const watchRefusals = (
  app: FastifyInstance,
  operations: readonly Operation[],
  onUndeclared: (operation: Operation, code: string) => void,
): void => {
  app.addHook("onSend", async (request, reply, payload) => {
    if (reply.statusCode < 400 || typeof payload !== "string") return;
    const url = request.routeOptions.url;
    const operation = operations.find((one) => one.url === url && one.method === request.method);
    const { code } = JSON.parse(payload) as { code: string };
    if (operation && code !== "internal" && !refusalsOf(operation).some((known) => known === code))
      onUndeclared(operation, code);
  });
};

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * The operation's name in the document, made of method and path behind the version:
 * getRecordsByRecordIdHistory for `GET /records/:recordId/history`. A path is a promise to callers
 * already, so its name is as lasting.
 */
export const operationIdOf = ({ method, url }: Pick<Operation, "method" | "url">): string => {
  const [, path = url] = url.split(/\/v\d+\//);
  const words = path
    .split("/")
    .flatMap((part) => (part.startsWith(":") ? ["by", part.slice(1)] : part.split(/[-.]/)));
  return method.toLowerCase() + words.map(capitalised).join("");
};
