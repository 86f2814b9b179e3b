import { describe, expect, it } from "vitest";
import { parkedReason } from "./parked-reason.ts";
import { newEvent } from "./testing/contract-events.ts";

const recordId = "0f8fad5b-d9cb-469f-a165-70867728950e";
const data = {
  recordId,
  fields: { nksHoTen: { raw: "Nguyễn Văn An" }, so: { raw: "7" }, ghiChu: { raw: "a/b" } },
};
const event = { ...newEvent("a", { data }), stream: `record-${recordId}`, revision: 0, position: 1 };
const reasonOf = (message: string) => parkedReason(event, new TypeError(message));

describe("why an event was parked", () => {
  it("is told as it was thrown", () => {
    const message = `Cannot read properties of undefined (reading 'value') of record ${recordId}`;
    expect(reasonOf(message)).toBe(`TypeError: ${message}`);
    expect(parkedReason(event, "no reason")).toBe("no reason");
  });

  it("leaves out what stands in the event, whole or quoted in part", () => {
    expect(reasonOf("cannot fold Nguyễn Văn An, a/b, Người thử")).toBe("TypeError: cannot fold …, …, …");
    expect(reasonOf(`Unexpected token in "Nguyễn Vă" of JSON`)).toBe(
      `TypeError: Unexpected token in "…" of JSON`,
    );
  });

  it("does not tear words apart", () => {
    expect(reasonOf("clerks of recordId")).toBe("TypeError: clerks of recordId");
  });
});
