import { describe, expect, it } from "vitest";
import { createConcurrencyLimit } from "./concurrency-limit.ts";

describe("taking turns", () => {
  it("runs so many at once, keeps so many waiting and refuses the others", async () => {
    const turns = createConcurrencyLimit(2, 3);
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 7 }, () => turns(work)));
    expect(most).toBe(2);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...["fulfilled", "fulfilled", "fulfilled", "fulfilled", "fulfilled"],
      ...["rejected", "rejected"],
    ]);
    await turns(work);
    expect(running).toBe(0);
  });

  it("gives the place on after a failure", async () => {
    const turns = createConcurrencyLimit(1, 1);
    await expect(turns(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await turns(async () => "next")).toBe("next");
  });
});
