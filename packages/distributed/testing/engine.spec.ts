import { describe, expect, it, vi } from "vitest";
import { imageOf } from "./container.ts";
import { type Engine, findEngine } from "./engine.ts";

const engine: Engine = { url: "local", what: "a local copy", stop: async () => {} };
const find = async (local: () => Promise<Engine | string>) => {
  const said: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  try {
    const found = await findEngine({
      name: "Engine",
      variable: "SOGOC_TEST_NO_SUCH_ENGINE",
      isDockerThere: () => true,
      local,
      container: () => Promise.reject(new Error("the image cannot be pulled")),
    });
    return { found, said: said.join("") };
  } finally {
    write.mockRestore();
  }
};

describe("an engine for tests", () => {
  it("is the local copy where Docker answers and has no image", async () => {
    const { found, said } = await find(async () => engine);
    expect(found).toBe(engine);
    expect(said).toContain("Docker starts no container (the image cannot be pulled)");
  });

  it("is skipped in plain words where there is neither", async () => {
    const { found, said } = await find(async () => "and there is no Java");
    expect(found).toBeUndefined();
    expect(said).toContain("SKIPPED");
    expect(said).toContain("the image cannot be pulled");
  });

  it("is of the image that the system runs on", () => {
    for (const service of ["eventstore", "kafka", "mongodb"])
      expect(imageOf(service)).toMatch(/^[a-z]+(\/[a-z]+)?:\d+\.\d+\.\d+/);
    expect(() => imageOf("oracle")).toThrow("no image");
  });
});
