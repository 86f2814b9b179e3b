import type { DataOf, DomainEvent, EventType } from "../catalogue.ts";
import { type Sampled, samples } from "../samples.ts";

/** The sample event of a type, with some of its data replaced: for tests that need one of each. */
export const sampleEvent = <Type extends EventType>(
  type: Type,
  replaced: Partial<Sampled<DataOf<Type>>>,
): DomainEvent =>
  // One pair of the catalogue, which the compiler cannot follow through two indexes.
  ({ type, data: { ...samples[type], ...replaced } }) as unknown as DomainEvent;
