import { describe, expect, it } from "vitest";
import { z } from "zod";
import { inShape, pageShape, toPage } from "./in-shape.ts";

const Shape = z.object({ id: z.string(), note: z.string().optional() });

describe("an answer in its shape", () => {
  it("leaves out what the shape does not name", () => {
    const kept = { id: "a", note: "x", secret: "y" };
    expect(inShape(Shape, kept)).toEqual({ id: "a", note: "x" });
  });

  it("does not compile where a member is misspelt, in an optional one too", () => {
    // @ts-expect-error nott is no member of the shape, which names note
    expect(inShape(Shape, { id: "a", nott: "x" })).toEqual({ id: "a" });
    // @ts-expect-error the shape names id
    expect(() => inShape(Shape, { note: "x" })).toThrow();
  });
});

describe("within an answer", () => {
  const Nested = z.object({
    lines: z.array(z.object({ number: z.string(), text: z.string().optional() })).optional(),
    file: z.object({ name: z.string(), note: z.string().optional() }).nullable(),
  });
  const file = { name: "a", note: undefined };

  it("does not compile where a member is misspelt in a list or an object", () => {
    const lines = [{ number: "7", text: "x" }];
    expect(inShape(Nested, { lines, file })).toEqual({ lines, file });
    expect(inShape(Nested, { lines: undefined, file: null })).toEqual({ file: null });
    const texts = [{ number: "7", txt: "x" }];
    // @ts-expect-error txt is not text
    expect(inShape(Nested, { lines: texts, file })).toEqual({ lines: [{ number: "7" }], file });
    // @ts-expect-error nott is not note
    expect(inShape(Nested, { lines, file: { name: "a", nott: "x" } })).toEqual({
      lines,
      file: { name: "a" },
    });
  });
});

describe("a page", () => {
  const idOf = ({ id }: { readonly id: string }) => id;

  it("keeps what asks for the next one, and shows each item", () => {
    expect(toPage({ items: [{ id: "a" }], next: "n", total: 3 }, idOf)).toEqual({ items: ["a"], next: "n" });
    expect(pageShape(z.string()).parse({ items: ["a"] })).toEqual({ items: ["a"] });
  });

  it("does not compile where `next` is misspelt: a list would end at its first page", () => {
    // @ts-expect-error nxt is not next
    expect(toPage({ items: [{ id: "a" }], nxt: "n" }, idOf)).toEqual({ items: ["a"] });
  });
});
