import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type DataOf, eventCatalogue, eventTypes, schemaOfWritten, schemaVersionOf } from "./catalogue.ts";
import type { RecordedDomainEvent } from "./envelope.ts";
import { applyChanges } from "./field-changes.ts";
import { isRecordEvent } from "./record-events.ts";
import { type Sampled, samples } from "./samples.ts";
import { createUpcast, upcast } from "./upcast.ts";

/** Participles that do not end in -ed, as far as events may need them. */
const irregular =
  "Begun|Bound|Brought|Built|Chosen|Drawn|Found|Given|Gone|Held|Kept|Laid|Left|Lent|Lost|Made|Met|Paid|Put|Read|Said|Seen|Sent|Set|Shown|Split|Sworn|Taken|Told|Withdrawn|Written";
/** What happened, and how: `BatchTakenBack`. */
const isPastTense = (type: string): boolean =>
  new RegExp(`^[A-Z][A-Za-z]*(?:[a-z]ed|${irregular})(?:Again|Back|In|Out|Over|Up|Down|Off)?$`).test(type);

const folder = fileURLToPath(new URL("../samples/", import.meta.url));
const fileOf = (type: string, schema: number) => `${folder}${type}.v${schema}.json`;

if (process.env["UPDATE_SAMPLES"]) {
  for (const type of eventTypes) {
    const file = fileOf(type, schemaVersionOf(type));
    // A released sample is never rewritten: it is what stores in the field hold.
    if (existsSync(file) || !isPastTense(type)) continue;
    writeFileSync(file, `${JSON.stringify(samples[type], null, 2)}\n`);
  }
}

describe("an event that is about to be written", () => {
  it.each(eventTypes)("%s: is refused with a property that nobody knows, and stored nowhere", (type) => {
    expect(schemaOfWritten(type, samples[type])).toBe(schemaVersionOf(type));
    const misspelt = { bacthId: "b", ...samples[type] };
    expect(() => schemaOfWritten(type, misspelt)).toThrow(`${type}: bacthId (unrecognized_keys)`);
  });

  it("is refused where one is missing or misspelt within, by its place and never by what it holds", () => {
    const { fields, ...without } = samples.RecordEntered;
    expect(() => schemaOfWritten("RecordEntered", without)).toThrow("RecordEntered: fields (invalid_type)");
    const [name = ""] = Object.keys(fields);
    const wrong = { ...samples.RecordEntered, fields: { [name]: { row: "Nguyễn Thị Hoa" } } };
    expect(() => schemaOfWritten("RecordEntered", wrong)).toThrow(`RecordEntered: fields.${name} (`);
    expect(() => schemaOfWritten("RecordEntered", wrong)).not.toThrow("Hoa");
  });
});

describe("golden samples", () => {
  it.each(eventTypes)("%s: today's version has one, and it is what the schema writes", (type) => {
    const stored: unknown = JSON.parse(readFileSync(fileOf(type, schemaVersionOf(type)), "utf8"));
    expect(eventCatalogue.get(type)?.data.parse(stored)).toEqual(stored);
  });

  it.each(eventTypes)("%s: nothing of it is lost as JSON", (type) => {
    expect(JSON.parse(JSON.stringify(samples[type]))).toStrictEqual(samples[type]);
  });

  it("do not compile with a member that is undefined: it would be in no file, and test nothing", () => {
    const sample: Sampled<DataOf<"BookRegistered">> = samples.BookRegistered;
    // @ts-expect-error note may be left out, and not be undefined
    const lost: typeof sample = { ...sample, note: undefined };
    expect(JSON.parse(JSON.stringify(lost))).not.toStrictEqual(lost);
  });

  it.each(readdirSync(folder))("%s is still understood", (name) => {
    const [type = "", version = ""] = name.replace(/\.json$/, "").split(".v");
    const data: unknown = JSON.parse(readFileSync(`${folder}${name}`, "utf8"));
    const raised = upcast({ type, schema: Number(version), data });
    expect(raised.schema).toBe(schemaVersionOf(type));
    expect(() => eventCatalogue.get(type)?.data.parse(raised.data)).not.toThrow();
  });
});

describe("the catalogue", () => {
  it("has names in the past tense, and refuses what it does not know", () => {
    expect(eventTypes.filter((type) => !isPastTense(type))).toEqual([]);
    expect(["BookLent", "ScanKept", "BatchTakenBack", "SignedIn"].every(isPastTense)).toBe(true);
    expect(["LendBook", "BookLend", "RecordImprove", "booked"].some(isPastTense)).toBe(false);
    expect(() => schemaVersionOf("RecordImproved")).toThrow("RecordImproved");
  });

  it("keeps strictly to its shapes: an unknown property is refused", () => {
    for (const type of eventTypes) {
      const { success } = eventCatalogue.get(type)?.data.safeParse({ ...samples[type], surprise: 1 }) ?? {};
      expect(success, type).toBe(false);
    }
  });

  it("names no field that could hold a credential", () => {
    for (const { type, data } of eventCatalogue.values()) {
      expect(JSON.stringify(z.toJSONSchema(data)), type).not.toMatch(
        /"(password|passwordHash|token|secret)"/,
      );
    }
  });
});

describe("upcast", () => {
  const raise = createUpcast({
    SignedIn: { 0: (data) => ({ ...(data as object), sessionId: "session-1" }) },
  });

  it("takes an old version through its steps and checks the result", () => {
    const event = { type: "SignedIn", schema: 0, data: { accountId: "account-1" } };
    expect(raise(event)).toEqual({ type: "SignedIn", schema: 1, data: samples.SignedIn });
  });

  it("refuses what is newer, unknown, or has no step", () => {
    expect(() => raise({ type: "SignedIn", schema: 2, data: {} })).toThrow("newer");
    expect(() => raise({ type: "Unheard", schema: 1, data: {} })).toThrow("Unheard");
    expect(() => raise({ type: "SignedIn", schema: -1, data: {} })).toThrow("No upcast");
  });
});

describe("applyChanges", () => {
  it("sets, replaces and takes away", () => {
    const fields = { a: { raw: "1" }, b: { raw: "2" } };
    const changes = [
      { field: "a", before: { raw: "1" }, after: { blank: true as const } },
      { field: "b", before: { raw: "2" } },
      { field: "c", after: { raw: "3" } },
    ];
    expect(applyChanges(fields, changes)).toEqual({ a: { blank: true }, c: { raw: "3" } });
    expect(fields).toEqual({ a: { raw: "1" }, b: { raw: "2" } });
  });
});

describe("a record's own stream", () => {
  it("holds the events of the entry service that name the record, and no other", () => {
    const own = eventTypes.filter((type) => isRecordEvent({ type } as RecordedDomainEvent));
    expect(own).toEqual([
      "RecordEntered",
      "RecordCorrected",
      "RecordKeyedAgain",
      "DiscrepancyResolved",
      "RecordAnnotated",
      "WarningsAnswered",
      "RecordVoided",
      "CorrectionNotApplied",
    ]);
  });
});
