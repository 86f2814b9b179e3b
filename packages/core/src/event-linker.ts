import type { CommandContext } from "./command-context.ts";
import type { EventData, NewEvent } from "./event.ts";
import { linkEvent, uuidFrom } from "./hash-chain.ts";

/**
 * The schema version that an event of this type is written in. Throws for a type or data that may
 * not be written.
 */
export type SchemaOfNew = (type: string, data: unknown) => number;

/**
 * Makes what was decided into events behind the stream's last one: ids from the command's id, who
 * and why, the chain.
 */
export const createEventLinker =
  (schemaOf: SchemaOfNew, findTraceparent: () => string | undefined = () => undefined) =>
  (
    stream: string,
    decided: readonly EventData[],
    last: { readonly revision: number; readonly lastHash: string },
    context: CommandContext,
  ): NewEvent[] => {
    const linked: NewEvent[] = [];
    const traceparent = findTraceparent();
    const { commandId, commandDigest } = context;
    // Part of the id, so that of two different commands racing under one id the store does not take
    // one for the other.
    const sameCommand = commandDigest === undefined ? [commandId] : [commandId, commandDigest];
    let previousHash = last.lastHash;
    for (const [index, event] of decided.entries()) {
      const next = linkEvent(
        {
          id: uuidFrom(stream, ...sameCommand, String(index)),
          type: event.type,
          schema: schemaOf(event.type, event.data),
          data: event.data,
          metadata: {
            actor: context.actor,
            at: context.at.toISOString(),
            commandId,
            commandDigest,
            correlationId: context.correlationId,
            causationId: context.causationId,
            traceparent,
          },
        },
        { stream, revision: last.revision + 1 + index, previousHash },
      );
      previousHash = next.metadata.hash;
      linked.push(next);
    }
    return linked;
  };
