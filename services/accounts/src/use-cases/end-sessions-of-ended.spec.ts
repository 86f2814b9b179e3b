import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { startAccounts } from "../testing/accounts-server.ts";

it("sessions of an account that has ended meanwhile are ended at the next look, and nobody else's", async () => {
  let now = new Date("2026-03-10T23:00:00+07:00");
  const first = await startAccounts({ clock: { now: () => now } });
  const token = await first.tokenOf("admin", "quan-tri-1234");
  const guest = { signInName: "khach", displayName: "Khách", unitId: "vn", until: "2026-03-10" };
  const { temporaryPassword } = (await first.post("/accounts", guest, { token })).json();
  expect((await first.signIn("khach", temporaryPassword)).statusCode).toBe(201);
  const { secrets, store } = first.ports;
  const open = async () => (await secrets.keys("session/")).length;
  expect(await open()).toBe(2);
  await first.server.close();

  now = new Date("2026-03-11T00:30:00+07:00");
  await first.accounts.runtime.stop();
  const { clock } = first.ports;
  const second = await startAccounts({ store, secrets, clock });
  while ((await open()) > 1) await pause(5);
  const { events } = await store.readAll({ after: 0, limit: 100, types: ["SessionRevoked"] });
  expect(events.map(({ data }) => (data as { reason: string }).reason)).toEqual(["account-ended"]);
  await second.server.close();
});
