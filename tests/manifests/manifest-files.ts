import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

/** The repository's root, with a slash at its end. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

export const readText = (path: string): string => readFileSync(`${root}${path}`, "utf8");

/**
 * Every document of a file, aliases and merges resolved. Throws for anything that is not plain,
 * sound YAML.
 */
export const readDocuments = (path: string): readonly unknown[] =>
  parseAllDocuments(readText(path), { merge: true, strict: true, uniqueKeys: true }).map((document) => {
    const [fault] = [...document.errors, ...document.warnings];
    if (fault) throw new Error(`${path}: ${fault.message}`);
    return document.toJS() as unknown;
  });

const Dependencies = z.record(z.string(), z.object({ condition: z.string() }));
const Texts = z.record(z.string(), z.string());

const Service = z.looseObject({
  image: z.string().optional(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: Texts.default({}),
  depends_on: Dependencies.default({}),
  networks: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).default([]),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  healthcheck: z.unknown().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  read_only: z.boolean().default(false),
});

/**
 * What the specs look at in a compose file; its whole shape is checked by the compose
 * specification's own schema.
 */
export const ComposeFile = z.looseObject({
  services: z.record(z.string(), Service),
  networks: z
    .record(z.string(), z.looseObject({ internal: z.boolean().default(false) }).nullable())
    .default({}),
  volumes: z.record(z.string(), z.unknown()).default({}),
});

export const sogocServices = ["accounts", "entry", "review", "reporting"] as const;

/** An image by an exact version: nothing that moves. A digest may follow. */
export const pinnedImage = /^[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?(@sha256:[0-9a-f]{64})?$/;
