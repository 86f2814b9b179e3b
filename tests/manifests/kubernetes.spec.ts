import { readdirSync } from "node:fs";
import { parseEnv } from "node:util";
import { readServiceSettings, ServiceEnvironment } from "@sogoc/host/service-config";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { pinnedImage, readDocuments, readText, root, sogocServices } from "./manifest-files.ts";
import { findTypeFaults, type Manifest } from "./typed-manifests.ts";

const folder = "deploy/kubernetes";
const read = <Shape extends z.ZodType>(file: string, shape: Shape) =>
  shape.parse(readDocuments(`${folder}/${file}`)[0]);
const kustomization = read(
  "kustomization.yaml",
  z.looseObject({ resources: z.array(z.string()), images: z.array(z.looseObject({ name: z.string() })) }),
);

const Labels = z.record(z.string(), z.string());
const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).optional(),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  startupProbe: z.object({}),
  readinessProbe: z.object({}),
  livenessProbe: z.object({}),
  resources: z.object({
    requests: z.object({ cpu: z.string(), memory: z.string() }),
    limits: z.object({ cpu: z.string(), memory: z.string() }),
  }),
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.tuple([z.literal("ALL")]) }),
  }),
});
/** What no deployment may do without. */
const Deployment = z.looseObject({
  metadata: z.object({ name: z.string() }),
  spec: z.looseObject({
    replicas: z.int().min(2),
    selector: z.object({ matchLabels: Labels }),
    template: z.object({
      metadata: z.object({ labels: Labels }),
      spec: z.looseObject({
        automountServiceAccountToken: z.literal(false),
        enableServiceLinks: z.literal(false),
        terminationGracePeriodSeconds: z.number().min(30),
        securityContext: z.looseObject({
          runAsNonRoot: z.literal(true),
          runAsUser: z.number().min(1),
          seccompProfile: z.object({ type: z.literal("RuntimeDefault") }),
        }),
        containers: z.tuple([Container]),
      }),
    }),
  }),
});

const manifests = kustomization.resources.flatMap((file) =>
  readDocuments(`${folder}/${file}`),
) as readonly Manifest[];
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const deployments = ofKind("Deployment").map((manifest) => Deployment.parse(manifest));
const autoscalers = readDocuments(`${folder}/autoscaling/autoscalers.yaml`) as readonly Manifest[];
const secret = read(
  "secret.template.yaml",
  z.looseObject({ apiVersion: z.string(), kind: z.literal("Secret"), stringData: Labels }),
);
const settings = parseEnv(readText(`${folder}/settings.env`));

describe("the Kubernetes manifests", () => {
  it("are what the Kubernetes API takes, to the letter", () => {
    expect(findTypeFaults([...manifests, ...autoscalers, secret])).toEqual([]);
    const misspelt = JSON.stringify(ofKind("Deployment")[0]).replace(
      "readOnlyRootFilesystem",
      "readOnlyRootFileSystem",
    );
    expect(findTypeFaults([JSON.parse(misspelt) as Manifest]).join()).toContain("readOnlyRootFileSystem");
  });

  it("are all named by the kustomization, but for the form of the secret", () => {
    const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" });
    const loose = files.filter(
      (file) =>
        file.endsWith(".yaml") && !file.startsWith("autoscaling/") && !kustomization.resources.includes(file),
    );
    expect(loose.sort()).toEqual(["kustomization.yaml", "secret.template.yaml"]);
  });

  it("run the four services and the proxy, each image by its exact version", () => {
    expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual(
      [...sogocServices, "proxy"].sort(),
    );
    const replaced = kustomization.images.map(({ name }) => name);
    for (const { spec, metadata } of deployments) {
      const [{ image, command }] = spec.template.spec.containers;
      if (metadata.name === "proxy") expect(image).toMatch(pinnedImage);
      else expect(replaced).toContain(image.split(":")[0]);
      if (command) expect(command).toEqual(["node", `services/${metadata.name}/src/main.ts`]);
    }
  });

  it("select what they mean", () => {
    const Selecting = z.looseObject({
      metadata: z.object({ name: z.string() }),
      spec: z.looseObject({ selector: z.union([z.object({ matchLabels: Labels }), Labels]) }),
    });
    for (const kind of ["Service", "PodDisruptionBudget"]) {
      const found = ofKind(kind).map((manifest) => Selecting.parse(manifest));
      const names = found.map(({ metadata }) => metadata.name);
      const forFigures = kind === "Service" ? sogocServices.map((service) => `${service}-metrics`) : [];
      expect(names.sort()).toEqual([...sogocServices, ...forFigures, "proxy"].sort());
      for (const { metadata, spec } of found) {
        const selector = Labels.parse(
          "matchLabels" in spec.selector ? spec.selector["matchLabels"] : spec.selector,
        );
        const matching = deployments.filter((deployment) => {
          const { labels } = deployment.spec.template.metadata;
          return Object.entries(selector).every(([key, value]) => labels[key] === value);
        });
        expect(matching.map((deployment) => deployment.metadata.name)).toEqual([
          metadata.name.replace("-metrics", ""),
        ]);
      }
    }
    for (const { spec } of deployments)
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
  });

  it("show Prometheus every instance, and lead requests only to those that are ready", () => {
    const Headless = z.looseObject({
      metadata: z.object({ name: z.string() }),
      spec: z.looseObject({ publishNotReadyAddresses: z.boolean().optional() }),
    });
    const shown = ofKind("Service")
      .map((manifest) => Headless.parse(manifest))
      .filter(({ spec }) => spec.publishNotReadyAddresses);
    expect(shown.map(({ metadata }) => metadata.name).sort()).toEqual(
      sogocServices.map((service) => `${service}-metrics`).sort(),
    );
    for (const { spec } of shown) {
      expect(spec["clusterIP"]).toBe("None");
      const port = Number(settings["SOGOC_METRICS_PORT"]);
      expect(spec["ports"]).toEqual([{ name: "metrics", port, targetPort: "metrics" }]);
    }
    expect(readText(`${folder}/Caddyfile`)).not.toContain("-metrics");
  });

  it("set what the services know, and together with the secret all that they need", () => {
    const known = [...Object.keys(ServiceEnvironment.shape), "NODE_EXTRA_CA_CERTS"];
    for (const key of [...Object.keys(settings), ...Object.keys(secret.stringData)])
      expect(known).toContain(key);
    const filledIn = {
      ...settings,
      SOGOC_EVENTSTORE_URL: "esdb+discover://a",
      SOGOC_MONGODB_URL: "mongodb://b",
      SOGOC_KAFKA_USER: "c",
      SOGOC_KAFKA_PASSWORD: "d",
    };
    expect(Object.keys(filledIn)).toEqual(expect.arrayContaining(Object.keys(secret.stringData)));
    for (const service of sogocServices) expect(() => readServiceSettings(service, filledIn)).not.toThrow();
    // The ingress controller and the proxy.
    expect(readServiceSettings("entry", filledIn).SOGOC_TRUST_PROXY).toBe(2);
    const silent = { ...filledIn, SOGOC_HTTPS: "", SOGOC_TRUST_PROXY: "" };
    expect(() => readServiceSettings("entry", silent)).toThrow("HOST=0.0.0.0");
  });

  it("hold no secret", () => {
    for (const [key, value] of Object.entries(secret.stringData)) expect(value, key).toBe("");
    for (const key of Object.keys(settings))
      expect(key).not.toMatch(/PASSWORD|SECRET|USER|EVENTSTORE_URL|MONGODB_URL/);
    expect(ofKind("Secret")).toEqual([]);
  });

  it("let through what the settings speak to, and refuse everything else", () => {
    const Policy = z.looseObject({ metadata: z.object({ name: z.string() }), spec: z.looseObject({}) });
    const policies = ofKind("NetworkPolicy").map((manifest) => Policy.parse(manifest));
    const named = (name: string) => policies.find(({ metadata }) => metadata.name === name)?.spec;
    expect(named("deny-everything")).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    // Who watches sees the figures; who works, everything else; nobody both.
    const figures = settings["SOGOC_METRICS_PORT"];
    const doors = z
      .array(z.object({ from: z.unknown(), ports: z.array(z.object({ port: z.number() })) }))
      .parse(named("services")?.["ingress"])
      .map(({ from, ports }) => [
        JSON.stringify(from).includes("monitoring"),
        ports.map(({ port }) => `${port}`),
      ]);
    expect(doors).toEqual([
      [false, [settings["PORT"]]],
      [true, [figures]],
    ]);
    const open = JSON.stringify(named("services")?.["egress"]);
    const ports = (settings["SOGOC_KAFKA_BROKERS"] ?? "").split(",").map((broker) => broker.split(":")[1]);
    for (const port of [...ports, "2113", "27017", settings["PORT"]])
      expect(open).toContain(`"port":${port}`);
  });

  it("scale to no more than there are partitions", () => {
    const Autoscaler = z.looseObject({ spec: z.looseObject({ maxReplicas: z.number() }) });
    for (const { spec } of autoscalers.map((one) => Autoscaler.parse(one))) {
      expect(spec.maxReplicas).toBeLessThanOrEqual(Number(settings["SOGOC_KAFKA_PARTITIONS"]));
    }
  });
});

describe("the reverse proxy", () => {
  const caddyfile = readText("deploy/proxy/Caddyfile");

  it("is the same in Kubernetes as outside", () => {
    expect(readText(`${folder}/Caddyfile`)).toBe(caddyfile);
  });

  it("leads to all four services, the rest to entry, and keeps the figures inside", () => {
    const routes = [...caddyfile.matchAll(/reverse_proxy( @\w+)? \{\s+import instances (\w+)\s+\}/g)];
    const matched = routes.map(([, matcher = "", service]) => [
      service,
      new RegExp(`${matcher.trim()} path (\\S+)`).exec(caddyfile)?.[1] ?? "",
    ]);
    expect(matched.filter(([service]) => service !== "entry").sort()).toEqual(
      ["accounts", "reporting", "review"].map((service) => [service, `/api/${service}/*`]),
    );
    expect(routes.find(([, , service]) => service === "entry")?.[1]).toBeUndefined();
    expect(caddyfile).toMatch(/respond \/metrics 404/);
  });
});
