import { problems as accounts } from "@sogoc/accounts";
import { problems as entry } from "@sogoc/entry";
import { fileProblems } from "@sogoc/files";
import { commonProblems, type ProblemTexts } from "@sogoc/http";
import { problems as reporting } from "@sogoc/reporting";
import { problems as review } from "@sogoc/review";
import { describe, expect, it } from "vitest";

const owners: Readonly<Record<string, ProblemTexts>> = {
  accounts,
  entry,
  files: fileProblems,
  http: commonProblems,
  reporting,
  review,
};
const all = Object.values(owners).flatMap((texts) => Object.entries(texts));
const vietnamese = /[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]/iu;

describe("refusals", () => {
  it("have one place each, and so one text everywhere", () => {
    const codes = all.map(([code]) => code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it("have a status and plain words in both languages", () => {
    for (const [code, { status, vi, en }] of all) {
      expect(status, code).toBeGreaterThanOrEqual(400);
      expect(status, code).toBeLessThan(600);
      expect(vi, code).toMatch(vietnamese);
      expect(vi, code).toBe(vi.normalize("NFC"));
      expect(en, code).toMatch(/^[A-Z][\x20-\x7e]+\.$/);
    }
  });

  it("are 5xx only where the fault is ours", () => {
    const ours = all.filter(([, { status }]) => status >= 500).map(([code]) => code);
    expect(ours.toSorted()).toEqual(
      [
        "internal",
        "unavailable",
        "storage-full",
        "storage-read-only",
        "storage-failing",
        "storage-damaged",
        "too-many-files",
        "clock-behind",
        "reading-busy",
        "read-model-behind",
        "blob-damaged",
      ].toSorted(),
    );
  });
});
