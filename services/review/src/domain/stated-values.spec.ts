import { expect, it } from "vitest";
import { handsOfWish } from "./stated-values.ts";

const at = "2026-03-01T02:00:00.000Z";

it("of an approved request it is the hand of whoever asked, and of whoever had set or given their password", () => {
  const duyet = { account: "duyet", passwordSetBy: { account: "tinh", at } };
  const chinh = { account: "chinh", at, opened: true as const, behind: [{ account: "so", at }] };
  expect(handsOfWish(duyet, {})).toEqual({ accounts: ["duyet"], setters: ["tinh"], openers: undefined });
  expect(handsOfWish(duyet, { requestedBy: "thu", requesterPasswordSetBy: chinh })).toEqual({
    accounts: ["thu"],
    setters: ["so"],
    openers: ["chinh"],
  });
});
