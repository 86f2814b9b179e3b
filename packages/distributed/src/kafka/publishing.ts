import type { Kafka } from "kafkajs";
import { type EventTopic, electionGroup } from "./topics.ts";

/** The services of which a process stands for election to publish: those that run. */
export const findPublishing = async (
  kafka: Kafka,
  topics: readonly EventTopic[],
): Promise<readonly string[]> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { groups } = await admin.describeGroups(topics.map(({ topic }) => electionGroup(topic)));
    return topics
      .filter(({ topic }) =>
        groups.some(({ groupId, members }) => groupId === electionGroup(topic) && members.length > 0),
      )
      .map(({ service }) => service);
  } finally {
    await admin.disconnect();
  }
};
