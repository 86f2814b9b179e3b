import type { MouseEvent } from "react";
import { describe, expect, it } from "vitest";
import { whenIdle } from "./when-idle.ts";

/** One press, and what came of it. */
const pressed = (busy: boolean) => {
  const told: string[] = [];
  const event = { preventDefault: () => told.push("held back") };
  whenIdle(busy, () => told.push("sent")).onClick(event as unknown as MouseEvent<HTMLButtonElement>);
  return told;
};

describe("a button whose work takes a while", () => {
  it("says that it is busy, and is never disabled for that", () => {
    expect(whenIdle(true, undefined)).toMatchObject({ "aria-disabled": true, "aria-busy": true });
    expect(whenIdle(true, undefined)).not.toHaveProperty("disabled");
    expect(whenIdle(false, undefined)).toMatchObject({ "aria-disabled": undefined, "aria-busy": undefined });
  });

  it("does nothing at the second press, nor lets its form go out again", () => {
    expect(pressed(false)).toEqual(["sent"]);
    expect(pressed(true)).toEqual(["held back"]);
  });
});
