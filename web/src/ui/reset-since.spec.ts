import { expect, it } from "vitest";
import { type Reset, sinceRead } from "./reset-since.ts";

const at = "2026-03-01T02:00:00.000Z";
const reset = (other: Partial<Reset> = {}): Reset => ({
  accountId: "a-1",
  revision: 4,
  what: "reset",
  displayName: "Vũ Thanh Bình",
  unitId: "u-1",
  byName: "Lê Thị Chinh",
  at,
  own: false,
  held: true,
  mayVouch: true,
  ...other,
});

it("tells what has come of an account since it was read", () => {
  const seen = reset();
  const told = (...now: readonly Reset[]) => sinceRead(seen, [seen], now);
  const elsewhere = reset({ accountId: "a-2" });
  expect(told(elsewhere)).toEqual({ what: "settled" });
  expect(told(reset({ mayVouch: false, held: false }), elsewhere)).toEqual({ what: "settled" });
  const chosenAt = "2026-03-01T03:00:00.000Z";
  expect(told(reset({ chosenAt, revision: 5 }))).toEqual({ what: "chosen", at: chosenAt });
  expect(told(reset({ at: chosenAt }), reset({ revision: 5 }))).toEqual({ what: "again" });
  expect(told(reset({ revision: 5 }))).toEqual({ what: "other" });
});
