import { describe, expect, it } from "vitest";
import { candidateOf, proposalFor } from "./proposals.ts";

const plain = (...texts: string[]) => texts.map((text) => candidateOf({ code: text, label: text }));
const peoples = plain("Kinh", "Tày", "Thái", "Tà Ôi", "Ê Đê");
const sexes = [candidateOf({ code: "1", label: "Nam" }), candidateOf({ code: "2", label: "Nữ" })];

describe("a proposal", () => {
  it.each([
    ["k", "Kinh"],
    ["Tà", "Tày"],
    ["tay", "Tày"],
    ["ta o", "Tà Ôi"],
    ["e d", "Ê Đê"],
    ["thá", "Thái"],
  ])("%j becomes %s", (typed, text) => expect(proposalFor(typed, peoples)?.text).toBe(text));

  it("keys the code of a label", () => {
    expect(proposalFor("nu", sexes)).toEqual({ text: "2", told: "2 – Nữ" });
  });

  it.each(["", "  ", "Kinh", "kính", "x", "thạ"])("is not made for %j", (typed) =>
    expect(proposalFor(typed, peoples)).toBeUndefined(),
  );
});
