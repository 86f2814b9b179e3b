import { expect, it } from "vitest";
import { type StorageRoom, watchStorage } from "./storage-room.ts";

it("tells once when room runs low, when there is none, and when there is enough again", async () => {
  let room: StorageRoom = { level: "enough" };
  let looks = 0;
  const told: string[] = [];
  const findRoom = async () => {
    looks++;
    return room;
  };
  const watching = watchStorage(findRoom, (line) => told.push(line), 1);
  const lookTwice = async () => {
    const before = looks;
    await expect.poll(() => looks - before).toBeGreaterThan(2);
  };
  for (const level of ["enough", "low", "full", "low", "enough"] as const) {
    room = { level, name: "data", place: "/srv/sogoc" };
    await lookTwice();
  }
  watching.stop();
  expect(told).toEqual([
    expect.stringMatching(/^SẮP HẾT CHỖ LƯU TRỮ: ổ chứa \/srv\/sogoc/),
    expect.stringMatching(/^HẾT CHỖ LƯU TRỮ: .*\/srv\/sogoc/),
    expect.stringMatching(/^SẮP HẾT CHỖ LƯU TRỮ/),
    expect.stringMatching(/^Đã ghi được và đủ chỗ lưu trữ/),
  ]);
});
