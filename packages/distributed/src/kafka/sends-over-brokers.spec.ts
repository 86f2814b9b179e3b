import { createRequire } from "node:module";
import type { RecordMetadata } from "kafkajs";
import { describe, expect, it } from "vitest";
import { endsOf } from "./publish.ts";

interface Produced {
  readonly broker: string;
  readonly partition: number;
  readonly firstSequence: number;
}
interface TopicData {
  readonly topic: string;
  readonly partitions: readonly { partition: number; firstSequence: number; messages: readonly object[] }[];
}
type Send = (order: object) => Promise<readonly RecordMetadata[]>;

const require = createRequire(import.meta.url);
const createSend = require("kafkajs/src/producer/sendMessages.js") as (parts: object) => Send;
const createRetry = require("kafkajs/src/retry") as (options: object) => object;
const { KafkaJSProtocolError } = require("kafkajs/src/errors") as {
  KafkaJSProtocolError: new (cause: {
    message: string;
    type: string;
    code: number;
    retriable: boolean;
  }) => Error;
};

const movedAway = () =>
  new KafkaJSProtocolError({
    message: "This server is not the leader for that topic-partition",
    type: "NOT_LEADER_FOR_PARTITION",
    code: 6,
    retriable: true,
  });

/**
 * The client's own sending, over brokers that keep what they are sent as a log does: `refuse` is
 * asked before each request, and `leaders` are the leaders of the partitions, which may change.
 */
const startSending = (
  leaders: string[],
  refuse: (broker: string, partitions: readonly number[]) => Promise<void>,
) => {
  const produced: Produced[] = [];
  const logs = new Map<number, number>();
  const sequences = new Map<number, number>();
  const brokerOf = (nodeId: string) => ({
    nodeId,
    async produce({ topicData }: { topicData: readonly TopicData[] }) {
      const sent = topicData.flatMap(({ partitions }) => partitions);
      await refuse(
        nodeId,
        sent.map(({ partition }) => Number(partition)),
      );
      const partitions = sent.map(({ partition, firstSequence, messages }) => {
        const end = logs.get(Number(partition)) ?? 0;
        logs.set(Number(partition), end + messages.length);
        produced.push({ broker: nodeId, partition: Number(partition), firstSequence });
        return { partition: Number(partition), errorCode: 0, baseOffset: String(end) };
      });
      return { topics: [{ topicName: "t", partitions }] };
    },
  });
  const brokers = new Map(["A", "B"].map((nodeId) => [nodeId, brokerOf(nodeId)]));
  const cluster = {
    targetTopics: new Set(["t"]),
    addMultipleTargetTopics: async () => {},
    refreshMetadataIfNecessary: async () => {},
    refreshMetadata: async () => {},
    isConnected: () => true,
    findTopicPartitionMetadata: () => leaders.map((leader, partitionId) => ({ partitionId, leader })),
    findLeaderForPartitions: (_topic: string, partitions: readonly string[]) => {
      const found: Record<string, number[]> = {};
      for (const partition of partitions) {
        const leader = leaders[Number(partition)] ?? "";
        found[leader] = [...(found[leader] ?? []), Number(partition)];
      }
      return found;
    },
    findBroker: async ({ nodeId }: { nodeId: string }) => brokers.get(nodeId),
  };
  const waiting = new Map<string, Promise<void>>();
  const releases = new Map<string, (() => void)[]>();
  const eosManager = {
    acquireBrokerLock: async ({ nodeId }: { nodeId: string }) => {
      const before = waiting.get(nodeId);
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(nodeId, promise);
      releases.set(nodeId, [...(releases.get(nodeId) ?? []), resolve]);
      await before;
    },
    releaseBrokerLock: async ({ nodeId }: { nodeId: string }) => releases.get(nodeId)?.shift()?.(),
    isTransactional: () => false,
    getProducerId: () => 1,
    getProducerEpoch: () => 0,
    getSequence: (_topic: string, partition: number) => sequences.get(Number(partition)) ?? 0,
    updateSequence: (_topic: string, partition: number, by: number) =>
      sequences.set(Number(partition), (sequences.get(Number(partition)) ?? 0) + by),
  };
  const quiet = { debug: () => {}, error: () => {} };
  const send = createSend({
    logger: quiet,
    cluster,
    partitioner: ({ message }: { message: { partition: number } }) => message.partition,
    eosManager,
    retrier: createRetry({ initialRetryTime: 1, maxRetryTime: 5, retries: 5 }),
  });
  const messages = [0, 1, 1].map((partition) => ({ partition, value: Buffer.from(String(partition)) }));
  const answer = () => send({ acks: -1, timeout: 1_000, topicMessages: [{ topic: "t", messages }] });
  return { answer, messages, produced };
};

describe("a send that spans brokers and fails at one of them", () => {
  it("reaches a partition whose leadership has moved to a broker that had answered", async () => {
    const leaders = ["A", "B"];
    const { answer, messages, produced } = startSending(leaders, async (broker) => {
      if (broker === "A") return;
      leaders[1] = "A";
      throw movedAway();
    });
    expect(endsOf(messages, await answer())).toEqual(
      new Map([
        [0, "1"],
        [1, "2"],
      ]),
    );
    expect(produced).toEqual([
      { broker: "A", partition: 0, firstSequence: 0 },
      { broker: "A", partition: 1, firstSequence: 0 },
    ]);
  });

  it("sends nothing twice that is still under way to another", async () => {
    let refused = false;
    const { promise: slow, resolve: arrive } = Promise.withResolvers<void>();
    const { answer, messages, produced } = startSending(["A", "B"], async (broker) => {
      if (broker === "A") return slow;
      if (refused) return;
      refused = true;
      setTimeout(arrive, 20);
      throw movedAway();
    });
    expect(endsOf(messages, await answer()).size).toBe(2);
    expect(produced.filter(({ partition }) => partition === 0)).toHaveLength(1);
    expect(produced.filter(({ partition }) => partition === 1)).toHaveLength(1);
  });
});

describe("what is published", () => {
  const sent = [{ partition: 0 }, { partition: 5 }, { partition: 5 }];
  const answered = (partition: number, baseOffset?: string): RecordMetadata => {
    const answer = { topicName: "t", partition, errorCode: 0 };
    return baseOffset === undefined ? answer : { ...answer, baseOffset };
  };

  it("ends where the brokers say", () => {
    expect(endsOf(sent, [answered(5, "7"), answered(0, "0")])).toEqual(
      new Map([
        [0, "1"],
        [5, "9"],
      ]),
    );
  });

  it("is not taken for published where a partition has no answer, or none that says where", () => {
    for (const answer of [
      [answered(0, "0")],
      [answered(0, "0"), answered(5)],
      [answered(0, "0"), answered(5, "-1")],
    ])
      expect(() => endsOf(sent, answer)).toThrow(/without an answer.*: 5\.$/);
  });
});
