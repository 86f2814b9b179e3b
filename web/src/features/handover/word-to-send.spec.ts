import { expect, it } from "vitest";
import { type AnswerQuestions, wordToSend } from "./word-to-send.ts";

const nothing: AnswerQuestions = {
  contradicted: [],
  earlierDay: undefined,
  sameAs: undefined,
  ofEither: [],
  unread: { count: 0, places: [] },
  doubted: { count: 0, lines: [] },
  aside: { count: 0, lines: [] },
};
const contradicted = [{ recordId: "r", number: "1", before: "loaded", now: "refused" }] as const;
const unsaid = { kept: undefined, because: " " };
const said = { kept: undefined, because: " đã gọi hỏi " };

it("asks for no word where a file leaves nothing to a person", () => {
  expect(wordToSend(unsaid, nothing)).toEqual({});
});

it("waits for a reason, and names what was looked at", () => {
  const counts = { unread: { count: 3, places: [] }, doubted: { count: 2, lines: [] } };
  const asked = { ...nothing, ...counts, sameAs: 1, aside: { count: 4, lines: [] } };
  expect(wordToSend(unsaid, asked)).toBeUndefined();
  expect(wordToSend(said, asked)).toEqual({
    sameAs: 1,
    unread: 3,
    doubted: 2,
    aside: 4,
    because: "đã gọi hỏi",
  });
  expect(wordToSend(said, { ...nothing, earlierDay: "2026-02-28" })).toEqual({ because: "đã gọi hỏi" });
});

it("waits for the choice between two answers", () => {
  const asked = { ...nothing, contradicted: [...contradicted] };
  expect(wordToSend(said, asked)).toBeUndefined();
  expect(wordToSend({ ...said, kept: "before" }, asked)).toEqual({ kept: "before", because: "đã gọi hỏi" });
});

it("asks not which answer is right of a line that is said to be of an earlier package", () => {
  const ofEither: AnswerQuestions["ofEither"] = [
    { recordId: "r", number: "1", says: "loaded", package: 1, last: 2, differs: ["scan"], changes: [] },
  ];
  const asked = { ...nothing, contradicted: [...contradicted], ofEither };
  expect(wordToSend({ ...said, kept: "before" }, asked)).toBeUndefined();
  const because = "đã gọi hỏi";
  expect(wordToSend({ ...said, whose: "earlier" }, asked)).toEqual({ whose: "earlier", because });
  expect(wordToSend({ ...said, whose: "last" }, asked)).toBeUndefined();
  expect(wordToSend({ ...said, whose: "last", kept: "file" }, asked)).toEqual({
    whose: "last",
    kept: "file",
    because,
  });
});
