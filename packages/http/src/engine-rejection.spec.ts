import { EngineUnavailable, engineRejectionOf, StorageDamaged, StorageFull } from "@sogoc/core";
import { expect, it } from "vitest";
import { commonProblems } from "./problem-texts.ts";
import { toProblem } from "./problems.ts";

it("tells a full disk, an engine that is away, and everything else apart", () => {
  const noRoom = Object.assign(new Error("write"), { code: "ENOSPC" });
  const noShare = Object.assign(new Error("write"), { code: "EDQUOT" });
  for (const error of [noRoom, noShare, new StorageFull()]) {
    const rejected = engineRejectionOf(error);
    expect(rejected && toProblem(commonProblems, rejected, "id")).toMatchObject({
      status: 503,
      code: "storage-full",
    });
  }
  const codeOf = (code: string) => engineRejectionOf(Object.assign(new Error("write"), { code }))?.code;
  expect(codeOf("EROFS")).toBe("storage-read-only");
  for (const code of ["EIO", "ENXIO", "ENODEV", "ESTALE"]) expect(codeOf(code)).toBe("storage-failing");
  for (const code of ["EMFILE", "ENFILE"]) expect(codeOf(code)).toBe("too-many-files");
  expect(engineRejectionOf(new EngineUnavailable("SQLite"))?.code).toBe("unavailable");
  const damaged = engineRejectionOf(new StorageDamaged());
  expect(damaged && toProblem(commonProblems, damaged, "id")).toMatchObject({
    status: 500,
    code: "storage-damaged",
  });
  expect(engineRejectionOf(Object.assign(new Error("open"), { code: "ENOENT" }))).toBeUndefined();
});
