/** A parked event by its place in the log; the event itself is read from there. */
export interface ParkedPlace {
  readonly consumer: string;
  readonly position: number;
  readonly stream: string;
  readonly reason: string;
  readonly at: string;
}

/**
 * What a bus over a log must remember between runs. `park` of the same place twice keeps the newer
 * reason.
 */
export interface ConsumerState {
  checkpoint(consumer: string): Promise<number>;
  saveCheckpoint(consumer: string, position: number): Promise<void>;
  park(place: ParkedPlace): Promise<void>;
  unpark(consumer: string, position: number): Promise<void>;
  listParked(consumer?: string): Promise<readonly ParkedPlace[]>;
}

export const createInMemoryConsumerState = (): ConsumerState => {
  const checkpoints = new Map<string, number>();
  const parked = new Map<string, ParkedPlace>();
  const keyOf = (consumer: string, position: number) => `${consumer}\n${position}`;
  return {
    checkpoint: async (consumer) => checkpoints.get(consumer) ?? 0,
    saveCheckpoint: async (consumer, position) => void checkpoints.set(consumer, position),
    park: async (place) => void parked.set(keyOf(place.consumer, place.position), place),
    unpark: async (consumer, position) => void parked.delete(keyOf(consumer, position)),
    listParked: async (consumer) =>
      [...parked.values()]
        .filter((place) => consumer === undefined || place.consumer === consumer)
        .sort((a, b) => a.position - b.position),
  };
};
