import { parser } from "@prometheus-io/lezer-promql";
import { addExpiries, serviceMetrics } from "@sogoc/host/service-metrics";
import { createServer } from "@sogoc/http";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readDocuments, readText, sogocServices } from "./manifest-files.ts";

const folder = "deploy/observability";

/** What a service tells, and what Prometheus adds to it. */
const readExposed = async () => {
  const metrics = serviceMetrics({
    service: "entry",
    subscriptions: () => [],
    head: async () => 1,
    relay: () => ({ active: true, position: 1, fault: undefined }),
  });
  addExpiries(metrics, () => ({}));
  const health = [{ name: "kafka", findFault: async () => undefined }];
  await createServer({ logger: false, newId: () => "id", health, metrics });
  const text = await metrics.metrics();
  const told = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set([
    ...["up", "ALERTS"],
    ...told.flatMap(([, name = "", type]) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  ]);
};
const exposed = await readExposed();
const labels = new Set([
  "service",
  "consumer",
  "part",
  "credential",
  "method",
  "route",
  "status",
  "le",
  "instance",
  "job",
  "alertname",
  "alertstate",
]);

/** The metrics and labels of an expression. Throws where it is not PromQL. */
const partsOf = (expression: string) => {
  const names: string[] = [];
  const used: string[] = [];
  parser.parse(expression).iterate({
    enter({ type, name, from, to, node }) {
      if (type.isError) throw new Error(`Not PromQL, at ${from}: ${expression}`);
      if (name === "Identifier" && node.parent?.name === "VectorSelector")
        names.push(expression.slice(from, to));
      if (name === "LabelName") used.push(expression.slice(from, to));
    },
  });
  return { names, labels: used };
};

const expectSound = (expression: string) => {
  const parts = partsOf(expression);
  expect(parts.names.length, expression).toBeGreaterThan(0);
  for (const name of parts.names) expect([...exposed], expression).toContain(name);
  for (const label of parts.labels) expect([...labels], expression).toContain(label);
};

const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Sogoc[A-Za-z]+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(["warning", "critical"]) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});

describe("Prometheus", () => {
  const rules = Rules.parse(readDocuments(`${folder}/alerts.yml`)[0]).groups.flatMap((group) => group.rules);

  it("alarms only by what the services tell", () => {
    for (const { expr } of rules) expectSound(expr);
    expect(() => expectSound("sum by ( (up)")).toThrow("Not PromQL");
    expect(() => expectSound("sogoc_made_up > 0")).toThrow();
  });

  it("alarms by name once, and each alarm is tried both ways with promtool", () => {
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    const tried = readText(`${folder}/alerts.test.yml`);
    const untried = names.filter((name) => !tried.includes(`alertname="${name}"`));
    expect(untried).toEqual(["SogocConsumerWaiting", "SogocSlow", "SogocEventLoopHeld"]);
  });

  it("scrapes the four services", () => {
    const [config] = readDocuments(`${folder}/prometheus.yml`);
    const { scrape_configs, rule_files } = z
      .looseObject({
        rule_files: z.array(z.string()),
        scrape_configs: z.array(
          z.looseObject({
            job_name: z.string(),
            honor_labels: z.literal(true),
            dns_sd_configs: z.array(z.looseObject({ names: z.array(z.string()), port: z.number() })),
            relabel_configs: z.tuple([
              z.object({
                source_labels: z.tuple([z.literal("__meta_dns_name")]),
                regex: z.string(),
                target_label: z.literal("service"),
              }),
            ]),
          }),
        ),
      })
      .parse(config);
    expect(rule_files).toEqual(["alerts.yml"]);
    expect(
      scrape_configs.flatMap(({ dns_sd_configs }) => dns_sd_configs.flatMap(({ names }) => names)),
    ).toEqual([...sogocServices]);
    // The port that the compose files and the manifests give to figures.
    const told = readDocuments("docker-compose.yml")
      .map((file) => JSON.stringify(file))
      .join();
    for (const { port } of scrape_configs.flatMap(({ dns_sd_configs }) => dns_sd_configs)) {
      expect(told).toContain(`"SOGOC_METRICS_PORT":"${port}"`);
      expect(readText("deploy/kubernetes/settings.env")).toContain(`SOGOC_METRICS_PORT=${port}\n`);
    }
    // As Prometheus takes it: over the whole name, in Docker and in Kubernetes.
    const [{ regex }] = scrape_configs[0]?.relabel_configs ?? [{ regex: "" }];
    for (const service of sogocServices)
      for (const name of [service, `${service}-metrics.sogoc.svc`])
        expect(new RegExp(`^(?:${regex})$`).exec(name)?.[1]).toBe(service);
  });

  it("misses every service by its name, also where no series of it is left", () => {
    const { expr = "" } = rules.find(({ alert }) => alert === "SogocServiceGone") ?? {};
    const missed = [...expr.matchAll(/absent\(up\{job="sogoc", service="(\w+)"\}\)/g)];
    expect(missed.map(([, service]) => service).sort()).toEqual([...sogocServices].sort());
  });
});

describe("the Grafana dashboard", () => {
  const { panels, templating } = z
    .looseObject({
      uid: z.string(),
      templating: z.object({ list: z.array(z.looseObject({ name: z.string() })) }),
      panels: z.array(
        z.looseObject({
          id: z.number(),
          title: z.string(),
          description: z.string(),
          gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
          targets: z.array(z.looseObject({ expr: z.string() })).min(1),
        }),
      ),
    })
    .parse(JSON.parse(readText(`${folder}/grafana/dashboards/sogoc.json`)));

  it("asks only for what the services tell", () => {
    for (const { targets } of panels) for (const { expr } of targets) expectSound(expr);
  });

  it("has its panels beside each other", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = new Set<string>();
    for (const { gridPos, title } of panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x},${y}`), title).toBe(false);
          taken.add(`${x},${y}`);
        }
      }
    }
    expect(templating.list.map(({ name }) => name)).toEqual(["datasource", "service"]);
  });
});
