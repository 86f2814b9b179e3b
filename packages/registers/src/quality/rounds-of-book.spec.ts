import { describe, expect, it } from "vitest";
import { isBookAccepted, lastRounds } from "./rounds-of-book.ts";

const round = (batchId: string, number: number, accepted: boolean) => ({ batchId, round: number, accepted });
const isAccepted = ({ accepted }: { readonly accepted: boolean }) => accepted;

describe("a book", () => {
  it.each([
    ["nothing was handed in", [], 0, false],
    ["its batch was accepted in the second round", [round("x-1", 1, false), round("x-1", 2, true)], 0, true],
    ["the rounds are heard of the other way round", [round("x-1", 2, true), round("x-1", 1, false)], 0, true],
    ["an earlier round had been accepted", [round("x-1", 1, true), round("x-1", 2, false)], 0, false],
    ["one of two batches is not accepted", [round("x-1", 1, true), round("x-2", 1, false)], 0, false],
    ["a batch is being keyed", [round("x-1", 1, true)], 1, false],
  ])("is accepted where the last round of every batch is: %s", (_, rounds, underWay, accepted) => {
    expect(isBookAccepted(rounds, isAccepted, underWay)).toBe(accepted);
  });

  it("has one last round of each batch", () => {
    const rounds = [round("x-2", 3, false), round("x-1", 1, true), round("x-2", 4, true)];
    expect([...lastRounds(rounds).values()].map((one) => [one.batchId, one.round])).toEqual([
      ["x-2", 4],
      ["x-1", 1],
    ]);
  });
});
