import type { Admin, Consumer } from "kafkajs";
import { expect, it } from "vitest";
import { followLanes } from "./lanes.ts";

/** A group of one member and one lane, whose answers come when the test lets them. */
const startFollowing = () => {
  const listeners = new Map<string, (event: { readonly payload: object }) => void>();
  const answers: ((offset: number) => void)[] = [];
  const consumer = {
    events: { GROUP_JOIN: "join", END_BATCH_PROCESS: "end" },
    on: (name: string, listener: (event: { readonly payload: object }) => void) =>
      listeners.set(name, listener),
  } as unknown as Consumer;
  const admin = {
    fetchOffsets: () =>
      new Promise((resolve) => {
        answers.push((offset) =>
          resolve([
            {
              topic: "books",
              partitions: [{ partition: 0, offset: String(offset), metadata: String(offset * 2) }],
            },
          ]),
        );
      }),
  } as unknown as Admin;
  const lanes = followLanes({
    admin,
    consumer,
    groupId: "readers",
    topicNames: ["books"],
    startAfter: undefined,
    learnParked: async () => {},
  });
  const join = () => listeners.get("join")?.({ payload: { memberAssignment: { books: [0] } } });
  return { lanes, answers, join };
};

it("goes on from where the last joining began, also where an earlier one is answered after it", async () => {
  const { lanes, answers, join } = startFollowing();
  join();
  join();
  answers[1]?.(3);
  const lane = await lanes.begun.get("books/0");
  answers[0]?.(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(lanes.places.get("books/0")).toBe(lane);
  expect(lane).toEqual({ next: 3, position: 6 });
});

it("hears from a batch that was begun before the group joined anew how far the lane is", async () => {
  const { lanes, answers, join } = startFollowing();
  join();
  answers[0]?.(0);
  const lane = await lanes.begun.get("books/0");
  join();
  answers[1]?.(0);
  expect(lane).toEqual({ next: 0, position: 0 });
  await lanes.takeOver({ topic: "books", partition: 0 }, { next: 4, position: 9 });
  expect(lanes.places.get("books/0")).toEqual({ next: 4, position: 9 });
  expect(await lanes.left(new Map([["books/0", 4]]), false)).toEqual([0]);
});
