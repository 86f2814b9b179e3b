import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

/** Lone surrogates and the like come from `binary`; both must then refuse. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "10", "9", 'a"\\'),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.date({ noInvalidDate: true }),
    fc.array(tie("any"), { maxLength: 5 }),
    fc.dictionary(text, tie("any"), { maxKeys: 6 }),
  ),
})).any;

const attempt = (write: (value: unknown) => string | undefined, input: unknown) => {
  try {
    return write(input);
  } catch {
    return "refused";
  }
};

describe("canonicalJson", () => {
  it("sorts names by UTF-16 code units and leaves out what JSON has no word for", () => {
    expect(canonicalJson({ b: 1, a: undefined, 10: "x", 9: ["đ", undefined], A: { z: null } })).toBe(
      '{"10":"x","9":["đ",null],"A":{"z":null},"b":1}',
    );
  });

  it("refuses half a surrogate pair", () => {
    expect(() => canonicalJson({ name: "\ud800" })).toThrow();
  });

  it("says what the library says, of whatever it is given", () => {
    fc.assert(
      fc.property(value, (input) => {
        expect(attempt(canonicalJson, input)).toBe(attempt(canonicalize, input));
      }),
      { numRuns: 500 },
    );
  });
});
