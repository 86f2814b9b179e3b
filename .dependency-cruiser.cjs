// The arrows of ARCHITECTURE.md: who may import whom. All of them are errors.
const packages = (...names) => `^packages/(${names.join("|")})/`;
const ours = "^(packages|services|apps|tests|bench|web)/";
/** What is tried out may import anything. */
const tried = ["\\.spec\\.ts$", "/testing/"];
const only = (name, from, ...allowed) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: tried },
  to: { path: ours, pathNot: [from, ...allowed] },
});

/** Every package, and which others of ours it may import; one that is not named may import none. */
const packagesOf = {
  events: [],
  registers: [],
  core: [],
  acceptance: ["core"],
  embedded: ["core", "events"],
  distributed: ["core", "events"],
  access: ["core", "events"],
  files: ["core", "registers"],
  http: ["access", "core", "events"],
  synthetic: ["registers", "files", "events"],
  host: ["core", "embedded", "distributed", "http"],
};
const services = ["accounts", "entry", "review", "reporting"];
const ofServices = ["acceptance", "events", "registers", "core", "access", "http", "files", "host"];
const drivers = "node:sqlite|^node:sqlite$|^sqlite$|node_modules/(mongodb|kafkajs|@eventstore)";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    ...Object.entries(packagesOf).map(([name, allowed]) =>
      only(
        `${name}-imports-what-is-named`,
        packages(name),
        ...(allowed.length > 0 ? [packages(...allowed)] : []),
      ),
    ),
    ...services.map((service) =>
      only(`${service}-imports-no-other-service`, `^services/${service}/`, packages(...ofServices)),
    ),
    only("apps-import-services-and-packages", "^apps/", "^packages/", "^services/"),
    {
      name: "a-package-that-is-not-named-imports-nothing",
      comment: "Name it above, with what it may import.",
      severity: "error",
      from: { path: "^packages/([^/]+)/", pathNot: packages(...Object.keys(packagesOf)) },
      to: { path: ours, pathNot: "^packages/$1/" },
    },
    {
      name: "a-service-that-is-not-named-imports-nothing",
      comment: "Name it above.",
      severity: "error",
      from: { path: "^services/([^/]+)/", pathNot: `^services/(${services.join("|")})/` },
      to: { path: ours, pathNot: "^services/$1/" },
    },
    {
      name: "no-feature-imports-another",
      comment: "What two features of the web application share lives in ui/ or api/.",
      severity: "error",
      from: { path: "^web/src/features/([^/]+)/" },
      to: { path: "^web/src/features/", pathNot: "^web/src/features/$1/" },
    },
    {
      name: "what-is-shared-knows-no-feature",
      severity: "error",
      from: { path: "^web/src/(ui|api)/" },
      to: { path: "^web/src/features/" },
    },
    only("web-imports-registers-only", "^web/src/", packages("registers")),
    {
      name: "nothing-imports-tests",
      severity: "error",
      from: { pathNot: "^(tests|bench)/|^vitest\\." },
      to: { path: "^tests/" },
    },
    {
      name: "domain-is-pure",
      comment: "Deciders and projections know no framework, no driver and no Node module.",
      severity: "error",
      from: { path: "^services/[^/]+/src/(domain|read-models)/", pathNot: "\\.spec\\.ts$" },
      to: {
        path: "node_modules/(fastify|@fastify|zod)|^node:|^packages/(http|files|embedded|access)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "domain-uses-no-node-module",
      severity: "error",
      from: { path: "^services/[^/]+/src/(domain|read-models)/", pathNot: "\\.spec\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "domain-knows-itself-alone",
      comment: "What a service decides rests on events, rules of the field and nothing else of the service.",
      severity: "error",
      from: { path: "^services/([^/]+)/src/domain/", pathNot: "\\.spec\\.ts$" },
      to: { path: "^services/[^/]+/src/", pathNot: "^services/$1/src/domain/" },
    },
    {
      name: "read-models-know-the-domain-alone",
      severity: "error",
      from: { path: "^services/([^/]+)/src/read-models/", pathNot: "\\.spec\\.ts$" },
      to: { path: "^services/[^/]+/src/", pathNot: "^services/$1/src/(domain|read-models)/" },
    },
    {
      name: "only-tests-import-what-tests-share",
      severity: "error",
      from: { pathNot: ["\\.spec\\.ts$", "/testing/", "^(tests|bench)/|^vitest\\."] },
      to: { path: "/testing/", pathNot: "node_modules" },
    },
    {
      name: "what-is-asked-for-knows-no-request",
      comment: "Use cases and their steps take what a request says, never the request.",
      severity: "error",
      from: { path: "^services/[^/]+/src/(use-cases|steps)/", pathNot: "\\.spec\\.ts$" },
      to: {
        path: "node_modules/(fastify|@fastify)|^packages/http/|^services/[^/]+/src/(routes|app\\.ts)",
      },
    },
    {
      name: "a-step-knows-no-use-case",
      comment: "Use cases are made of steps; what two of them share is a step.",
      severity: "error",
      from: { path: "^services/[^/]+/src/steps/", pathNot: "\\.spec\\.ts$" },
      to: { path: "^services/[^/]+/src/use-cases/" },
    },
    {
      name: "drivers-only-in-adapters",
      severity: "error",
      from: { pathNot: "^packages/(embedded|distributed)/|^bench/|\\.spec\\.ts$" },
      to: { path: drivers },
    },
    {
      name: "no-deep-imports",
      comment: "A package is entered by its front door.",
      severity: "error",
      from: { path: "^(packages|services)/([^/]+)/" },
      to: {
        path: "^(packages|services)/[^/]+/src/",
        pathNot: [
          "^(packages|services)/$2/",
          "/src/(index|app|testing/index)\\.ts$",
          // Threads that read files begin anew for many of them, and load this one thing of the core.
          "^packages/core/src/foreign-text\\.ts$",
          // Each part has a door of its own: all of them together take a second to load.
          "^packages/host/src/",
        ],
      },
    },
    {
      name: "not-to-spec",
      severity: "error",
      from: { pathNot: "\\.spec\\.ts$" },
      to: { path: "\\.spec\\.ts$" },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".mjs", ".js", ".json"],
    },
  },
};
