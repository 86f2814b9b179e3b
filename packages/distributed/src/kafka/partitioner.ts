import { type Admin, Partitioners } from "kafkajs";

/** The partition of a topic in which all events of a stream are. */
export type PartitionOf = (stream: string) => number;

/** Partitions are chosen once, so that the answer holds for as long as the topic does. */
export const findPartitioner = async (admin: Admin, topic: string): Promise<PartitionOf> => {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partitionMetadata = topics[0]?.partitions ?? [];
  const partitioner = Partitioners.DefaultPartitioner();
  return (stream) => partitioner({ topic, partitionMetadata, message: { key: stream, value: null } });
};
