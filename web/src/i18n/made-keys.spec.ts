import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openApiDocuments } from "@sogoc/standalone/openapi-documents";
import { beforeAll, describe, expect, it } from "vitest";
import { markedFieldClasses } from "../ui/acceptance/marked-fields.ts";
import { verdicts } from "../ui/acceptance/verdicts.ts";
import { illegibleReasons } from "../ui/keying/keyed-fields.ts";
import { handoverTones, reviewTones } from "../ui/states.ts";
import { hintedWhyNoScan, whyNoScan } from "../ui/use-scan-of.ts";
import en from "./en.json" with { type: "json" };
import vi from "./vi.json" with { type: "json" };

const source = fileURLToPath(new URL("../", import.meta.url));

/** Every list of allowed values in an OpenAPI document. */
const enumsIn = (node: unknown): string[][] => {
  if (typeof node !== "object" || node === null) return [];
  const own = "enum" in node && Array.isArray(node.enum) ? [node.enum.map(String)] : [];
  return [...own, ...Object.values(node).flatMap(enumsIn)];
};

type Service = "accounts" | "entry" | "review" | "reporting";
let enums: Readonly<Record<Service, string[][]>>;
beforeAll(async () => {
  const documents = await openApiDocuments();
  const { accounts, entry, review, reporting } = documents;
  enums = {
    accounts: enumsIn(accounts),
    entry: enumsIn(entry),
    review: enumsIn(review),
    reporting: enumsIn(reporting),
  };
});

/**
 * All values of the lists that hold these: how an API may answer. Throws where no list holds them.
 */
const among = (service: Service, ...members: readonly string[]): string[] => {
  const found = enums[service].filter((values) => members.every((member) => values.includes(member)));
  if (found.length === 0) throw new Error(`no list of ${service} holds ${members.join(", ")}`);
  return [...new Set(found.flat())];
};

/**
 * What may follow each prefix that a page completes while it runs; lists that are the page's own
 * are named here once more.
 */
const families: Readonly<Record<string, () => readonly string[]>> = {
  "accounts.": () => ["suspend", "reinstate", "revoke"],
  "accounts.holds.": () => ["role", "reset"],
  "accounts.barred.": () => ["works", "audits"],
  "audit.purpose.": () => [
    "keying",
    "checking",
    "deciding",
    "look-up",
    "history",
    "proof",
    "export",
    "hand-over",
  ],
  "backup.because.": () => among("accounts", "no-room", "place-gone"),
  "backup.storageFault.": () => among("accounts", "read-only", "gone"),
  "expiry.remedy.": () => among("accounts", "certificate", "signing-key"),
  "books.": () => ["from", "to"],
  "books.state.": () => among("entry", "untouched", "keyed"),
  "dashboard.state.": () => among("reporting", "in-review", "second-keying"),
  "search.acts.": () => ["keyed", "changed"],
  "day.": () => ["notADay", "tooEarly", "tooLate"],
  "desk.why.": () => [...illegibleReasons, ...among("entry", "torn", "faded")],
  "disagreements.": () => [
    ...["compared", "differing", "share", "tones", "first", "second", "neither", "decided", "wrong"],
  ],
  "import.kinds.": () => ["blank", "illegible", "doubtful", "notKeyed", "written"],
  "audit.file.": () => ["scan", "export", "import"],
  "correction.kinds.": () => ["text", "blank", "illegible"],
  "correction.status.": () => among("review", "requested", "not-applied"),
  "desk.held.": () => ["offline", "server", "storage-full", "storage-read-only"],
  "desk.scan.": () => [...whyNoScan, ...hintedWhyNoScan.map((state) => `${state}Hint`)],
  "replacementRequest.why.": () => among("entry", "unreadable", "other-case"),
  "export.file.": () => ["workbook", "scans", "manifest"],
  "export.standing.": () => among("reporting", "awaits-approval", "expired"),
  "export.phase.": () => among("reporting", "workbook", "finished"),
  "gate.unclearKind.": () => among("review", "doubtful", "illegible", "blank"),
  "halfKeyed.became.": () => ["accepted", "withdrawn", "elsewhere", "unknown"],
  "batch.keyerAway.": () => among("entry", "suspended", "ended"),
  "handover.nothingYet.": () => ["pending", "named"],
  "handover.column.": () => ["number", "status", "reason"],
  "handover.figure.": () => ["records", "loaded", "refused", "unanswered", "changed", "additions"],
  "gate.": () =>
    ["lot", "batch"].flatMap((of) =>
      ["give", "what"].flatMap((part) => verdicts.map((verdict) => `${of}.${part}.${verdict}`)),
    ),
  "history.lost.": () => among("reporting", "lowered", "dropped"),
  "gate.limitsFrom.": () => among("review", "opened", "default"),
  "gate.markAgain.": () => ["lot", "batch"],
  "gate.next.role.": () => ["checkers", "keepers", "acceptors"],
  "gate.next.step.": () => [
    "sample-not-checked",
    "reconciliation-open",
    "marks-not-mended",
    "marks-required",
  ],
  "gate.step.": () => among("review", "marked", "taken-back"),
  "gate.marked.": () => markedFieldClasses,
  "gate.mark.": () => among("review", "wrong", "mended"),
  "gate.whyNotMending.": () => ["findings-open", "fixes-required"],
  "gate.whyNot.": () => among("review", "error-limit-exceeded", "lot-limit-exceeded"),
  "handover.file.": () => ["workbook-xlsx", "scans-zip", "manifest-json", "manifest-jws"],
  "handover.hold.": () => among("review", "not-accepted", "mark-not-mended"),
  "handover.kept.": () => among("review", "file", "before"),
  "handover.kind.": () => among("review", "addition", "change"),
  "handover.replied.": () => ["corrected", "confirmed", "notNamed", "refused", "sentAgain"],
  "handover.says.": () => among("review", "not-named", "pending"),
  "handover.addedScan.": () => ["case", "cover", "whole-book"],
  "handover.differs.": () => ["values", "scan", "office", "cover"],
  "handover.whose.": () => ["earlier", "last"],
  "handover.words.ofEither.": () => ["earlier", "last"],
  "handover.state.": () => Object.keys(handoverTones),
  "history.seen.": () => among("reporting", "from-batch", "from-import"),
  "import.phase.": () => ["notWritten", ...among("entry", "preparing", "interrupted")],
  "import.severity.": () => ["error", "warning"],
  "lots.class.": () => ["critical", "key", "other"],
  "lots.inspection.": () => [...among("review", "tightened", "reduced"), "stopped"],
  "lots.status.": () => ["toDecide", ...among("review", "accepted-after-fixes", "open")],
  "lots.why.": () => ["resumedBecause", "reducedBecause"],
  "reset.since.": () => ["settled", "chosen", "again", "other"],
  "reset.": () =>
    among(
      "accounts",
      "reset",
      "opened",
      "made-acceptor",
      "made-book-keeper",
      "made-checker",
      "made-data-manager",
      "made-administrator",
    ).flatMap((what) => [`${what}.own`, `${what}.other`]),
  "policy.acceptance.": () => among("entry", "share", "lot"),
  "policy.keying.": () => among("entry", "single", "double-all"),
  "proof.found.": () => ["last", "earlier", "none", "too-short"],
  "reconciliation.severity.": () => among("reporting", "error", "warning", "info"),
  // Every book type has its names; the texts have shorter ones for the ministry's five.
  "recordType.": () => ["KS", "KH", "KT", "CMC", "HN"],
  "review.state.": () => Object.keys(reviewTones),
  "review.severity.": () => among("review", "critical", "major", "minor"),
  "role.": () => among("accounts", "clerk", "system-admin"),
  "signIn.": () => ["current", "new", "again"],
  "units.kind.": () => among("accounts", "commune", "contractor"),
  "work.tooFastLine.": () => among("reporting", "keyed-again", "checked"),
};

const textAt = (texts: object, key: string): unknown =>
  key
    .split(".")
    .reduce<unknown>(
      (node, part) => (typeof node === "object" && node !== null ? Reflect.get(node, part) : undefined),
      texts,
    );
/** An empty text is none: the key stands in its place. */
const isText = (text: unknown) => typeof text === "string" && text.trim() !== "";
const missingIn = (texts: object, keys: readonly string[]) =>
  keys.filter((key) => !isText(textAt(texts, key)) && !isText(textAt(texts, `${key}_other`)));

const pages = globSync("**/*.{ts,tsx}", { cwd: source })
  .filter((file) => !file.includes("generated/") && !file.endsWith(".spec.ts"))
  .map((file) => [file, readFileSync(`${source}${file}`, "utf8")] as const);

/** Completed where they are asked for, or where a choice or a list makes them. */
const made = /\bt\(\s*`([^`$]*)\$\{/g;
const madeElsewhere = new RegExp(`\`((?:${Object.keys(vi).join("|")})\\.[^\`$]*)\\$\\{`, "g");

describe("keys that a page completes while it runs", () => {
  it("all begin with a prefix whose possible ends are known here", () => {
    const unknown = pages.flatMap(([file, text]) =>
      [...text.matchAll(made), ...text.matchAll(madeElsewhere)]
        .filter(([, prefix = ""]) => !(prefix in families))
        .map(([, prefix]) => `${file}: ${prefix}`),
    );
    expect(unknown).toEqual([]);
  });

  it("have a text in both languages for every end", () => {
    const keys = Object.entries(families).flatMap(([prefix, ends]) => ends().map((end) => `${prefix}${end}`));
    expect(keys.length).toBeGreaterThan(100);
    expect({ vi: missingIn(vi, keys), en: missingIn(en, keys) }).toEqual({ vi: [], en: [] });
  });
});

describe("keys that stand anywhere in the source", () => {
  it("have a text in both languages, also where a choice or a list names them", () => {
    const named = new RegExp(`"((?:${Object.keys(vi).join("|")})(?:\\.[A-Za-z][A-Za-z-]*)+)"`, "g");
    const keys = [
      ...new Set(pages.flatMap(([, text]) => [...text.matchAll(named)].map(([, key = ""]) => key))),
    ];
    expect(keys.length).toBeGreaterThan(200);
    expect({ vi: missingIn(vi, keys), en: missingIn(en, keys) }).toEqual({ vi: [], en: [] });
  });
});
