import { expect, it } from "vitest";
import { watchStorage } from "./storage-room.ts";

it("tells once when there is no room, and once when there is again", async () => {
  let fault: string | undefined;
  let looks = 0;
  const told: string[] = [];
  const findFault = async () => {
    looks++;
    return fault;
  };
  const watching = watchStorage({ findFault }, (line) => told.push(line), 1);
  const lookTwice = async () => {
    const before = looks;
    await expect.poll(() => looks - before).toBeGreaterThan(2);
  };
  await lookTwice();
  fault = "storage-full: data";
  await lookTwice();
  fault = undefined;
  await lookTwice();
  watching.stop();
  expect(told).toEqual([
    expect.stringMatching(/^HẾT CHỖ LƯU TRỮ.*storage-full: data/),
    expect.stringMatching(/^Đã có chỗ lưu trữ/),
  ]);
});
