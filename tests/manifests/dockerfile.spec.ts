import { existsSync } from "node:fs";
import { parseEnv } from "node:util";
import { DockerfileParser } from "dockerfile-ast";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readConfig } from "../../apps/standalone/src/config.ts";
import { pinnedImage, readDocuments, readText, root } from "./manifest-files.ts";

const file = DockerfileParser.parse(readText("deploy/Dockerfile"));
const instructions = file.getInstructions().map((one) => ({
  keyword: one.getKeyword(),
  text: one.getArgumentsContent() ?? "",
}));
const textsOf = (keyword: string) =>
  instructions.filter((one) => one.keyword === keyword).map(({ text }) => text);
const stages = file.getFROMs();
const { catalog } = z
  .object({ catalog: z.record(z.string(), z.string()) })
  .parse(readDocuments("pnpm-workspace.yaml")[0]);

describe("the Dockerfile", () => {
  it("begins with exactly the Node that everything is tested with", () => {
    const names = stages.map((from) => from.getBuildStage());
    const bases = stages.map((from) => from.getImage() ?? "").filter((image) => !names.includes(image));
    expect(bases.length).toBeGreaterThan(1);
    for (const base of bases) {
      expect(base).toMatch(pinnedImage);
      expect(base).toBe(`node:${catalog["node"]}-slim`);
    }
  });

  it("runs as somebody who is not root, and can be seen to", () => {
    const last = instructions.findLastIndex(({ keyword }) => keyword === "FROM");
    const users = instructions.slice(last).filter(({ keyword }) => keyword === "USER");
    expect(users.at(-1)?.text).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it("takes only what is there: files, and stages before it", () => {
    expect(textsOf("ADD")).toEqual([]);
    for (const copy of file.getCOPYs()) {
      const stage = copy.getFromFlag()?.getValue();
      if (stage !== undefined) expect(stages.map((from) => from.getBuildStage())).toContain(stage);
      else expect(existsSync(`${root}${copy.getArguments()[0]?.getValue()}`)).toBe(true);
    }
    for (const [, filter = ""] of textsOf("RUN")
      .join("\n")
      .matchAll(/--filter "(@sogoc\/[a-z]+)/g)) {
      expect(readText(`apps/${filter.replace("@sogoc/", "")}/package.json`)).toContain(`"${filter}"`);
    }
  });

  it("installs what the lock file says, with one version of pnpm", () => {
    const installs = textsOf("RUN").filter((text) => text.includes("pnpm"));
    expect(installs.length).toBe(2);
    for (const text of installs) expect(text).toContain("--frozen-lockfile");
    const versions = installs.join(" ").match(/pnpm@\d+\.\d+\.\d+/g) ?? [];
    expect(versions.length).toBe(installs.length);
    expect(new Set(versions).size).toBe(1);
  });

  it("holds no secret, and says how it is", () => {
    for (const text of [...textsOf("ENV"), ...textsOf("ARG")])
      expect(text).not.toMatch(/PASSWORD|SECRET|TOKEN/);
    expect(textsOf("HEALTHCHECK").join()).toContain("/health/ready");
    // As long as Kubernetes' start-up probe waits.
    expect(readText("deploy/Dockerfile")).toMatch(/^HEALTHCHECK .*--start-period=30m /m);
    for (const text of textsOf("CMD"))
      expect(JSON.parse(text)).toEqual([
        "node",
        "--max-old-space-size=1024",
        "--env-file=deploy/image.env",
        "apps/standalone/src/main.ts",
      ]);
  });

  it("speaks HTTPS by itself where nobody says that another does, and is asked for its health beside that", () => {
    const set = Object.fromEntries(
      textsOf("ENV")
        .join(" ")
        .split(/\s+/)
        .map((pair) => pair.split("=")),
    );
    expect(() => readConfig(set, "/demo")).toThrow("HOST=0.0.0.0");
    const added = parseEnv(readText("deploy/image.env"));
    const transport = (more: object) => readConfig({ ...added, ...set, ...more }, "/demo").transport.kind;
    expect(transport({})).toBe("own");
    expect(transport({ SOGOC_TRUST_PROXY: "true" })).toBe("proxy");
    expect(transport({ SOGOC_HTTPS: "proxy" })).toBe("proxy");
    expect(() => transport({ SOGOC_HTTPS: "true" })).toThrow("SOGOC_HTTPS=proxy SOGOC_TRUST_PROXY=1");
    const files = { SOGOC_CERTIFICATE: "/tls/tls.crt", SOGOC_CERTIFICATE_KEY: "/tls/tls.key" };
    expect(transport(files)).toBe("files");
    expect(set["SOGOC_METRICS_PORT"]).toMatch(/^\d+$/);
    expect(textsOf("HEALTHCHECK").join()).toContain("process.env.SOGOC_METRICS_PORT");
  });

  it("gets neither history nor data nor installed packages from the folder it is built in", () => {
    const ignored = readText(".dockerignore").split("\n");
    for (const pattern of [".git", ".data", "**/node_modules", "web/dist", "**/.env*"])
      expect(ignored).toContain(pattern);
  });
});
