import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const services = fileURLToPath(new URL("../../services/", import.meta.url));

it("specs of services ask servers that watch for refusals which no operation declares", () => {
  const files = globSync("*/src/**/*.ts", { cwd: services });
  const unwatched = files.filter((file) =>
    readFileSync(`${services}${file}`, "utf8").includes("createServer("),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(unwatched).toEqual([]);
});
