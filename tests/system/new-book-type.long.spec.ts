import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { copyHouse } from "../support/copied-house.ts";

const guardianship = new URL("../../packages/registers/src/testing/guardianship.json", import.meta.url);
const SPECS = [
  ...["packages/registers", "packages/files", "packages/events", "packages/synthetic"],
  ...[
    "services/entry",
    "services/review",
    "services/reporting",
    "web/src",
    "tests/system/events-document",
    "tests/system/new-book-type.spec.ts",
  ],
];

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
}

describe("a book type that is one more file of data", () => {
  it("passes every spec that knows book types", async () => {
    const house = await copyHouse();
    try {
      await house.add("packages/registers/data/record-types/gh.json", await readFile(guardianship, "utf8"));
      const options = ["run", "--reporter=json", "--outputFile=report.json", ...SPECS];
      // It fails where a spec does; the report says which.
      await house.run("node_modules/vitest/vitest.mjs", ...options).catch(() => {});
      const report: Report = JSON.parse(await house.read("report.json"));
      const failed = report.testResults.filter(({ status }) => status !== "passed");
      expect(failed.map(({ name }) => name)).toEqual([]);
      expect(report.numPassedTests).toBeGreaterThan(300);
    } finally {
      await house.remove();
    }
  });
});
