import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellWord } from "./shell-word.ts";

const PATHS = [
  "/srv/sogoc",
  "/media/thu/Seagate Backup",
  "/mnt/dữ liệu/sổ gốc",
  "/mnt/sổ-gốc",
  "/mnt/nhà Ô'Brien",
  "/mnt/$HOME/`id`/a&b;c|d(e)",
  "/mnt/\\x\n!*?[a]{b,c}",
  "~thu/x",
  "",
  "#x",
];

describe("a word of a printed command", () => {
  it.runIf(process.platform !== "win32")("is one word to a shell, whatever is in it", () => {
    const printed = PATHS.map((path) => shellWord(path)).join(" ");
    const out = execFileSync("sh", ["-c", `printf '%s\\0' ${printed}`], { encoding: "utf8" });
    expect(out.split("\0").slice(0, -1)).toEqual(PATHS);
  });

  it("stays as it is where nothing needs quoting", () => {
    for (const plain of ["/srv/sogoc", "/mnt/sổ-gốc", "2026-03-01T00-00-00-000Z"])
      expect(shellWord(plain, "linux")).toBe(plain);
    expect(shellWord("D:\\so-goc", "win32")).toBe("D:\\so-goc");
  });

  it("is quoted for the command prompt and PowerShell on Windows", () => {
    expect(shellWord("D:\\sổ gốc", "win32")).toBe('"D:\\sổ gốc"');
    expect(shellWord("D:\\sổ gốc\\", "win32")).toBe('"D:\\sổ gốc\\\\"');
    expect(shellWord("D:\\a&b", "win32")).toBe('"D:\\a&b"');
  });
});
