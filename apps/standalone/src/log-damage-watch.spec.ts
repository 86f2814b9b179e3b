import { expect, it } from "vitest";
import { watchLogDamage } from "./log-damage-watch.ts";
import { withStorage } from "./storage-room.ts";

it("tells of a damaged log on the console, beside the readiness and on the first page", async () => {
  const told: string[] = [];
  const watch = watchLogDamage("/srv/sogoc", (line) => told.push(line));
  const standing = withStorage(
    async () => ({}),
    async () => ({ level: "enough" }),
    { isLogDamaged: watch.isDamaged },
  );
  expect(await watch.health.findFault()).toBeUndefined();
  expect(await standing()).toMatchObject({ logDamaged: false });
  watch.onLogDamaged();
  expect(await watch.health.findFault()).toContain("damaged");
  expect(await standing()).toMatchObject({ logDamaged: true });
  expect(told.join()).toMatch(/SỔ SỰ KIỆN ĐÃ HỎNG[\s\S]*LOG IS DAMAGED[\s\S]*verify --data \/srv\/sogoc/);
});
