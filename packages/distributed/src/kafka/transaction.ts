import type { Producer, Transaction } from "kafkajs";

/** All of the work in one Kafka transaction, or nothing of it. */
export const inTransaction = async (
  producer: Producer,
  work: (transaction: Transaction) => Promise<void>,
): Promise<void> => {
  const transaction = await producer.transaction();
  try {
    await work(transaction);
    await transaction.commit();
  } catch (error) {
    await transaction.abort().catch(() => {});
    throw error;
  }
};
