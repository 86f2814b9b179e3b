import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NewEvent, RecordedEvent } from "./event.ts";
import { createChainVerifier, GENESIS_HASH, hashEvent, uuidFrom, verifyStream } from "./hash-chain.ts";
import { newEvent } from "./testing/contract-events.ts";

/** A chain in one stream, with positions `first`, `first + step`, … */
const chain = (length: number, stream = "book-1", first = 1, step = 1): RecordedEvent[] => {
  let previousHash = GENESIS_HASH;
  return Array.from({ length }, (_, revision) => {
    const data = { leaf: revision, note: `Tờ số ${revision}` };
    const event: NewEvent = newEvent(`${stream}-${revision}`, { stream, revision, previousHash, data });
    previousHash = event.metadata.hash;
    return { ...event, stream, revision, position: first + revision * step };
  });
};

const verifyAll = (events: readonly RecordedEvent[], gapless = true) => {
  const verify = createChainVerifier({ gapless });
  for (const event of events) {
    const broken = verify(event);
    if (broken) return broken;
  }
  return undefined;
};

const at = (events: readonly RecordedEvent[], index: number): RecordedEvent => {
  const event = events[index];
  if (!event) throw new Error("The test asked for an event that is not there.");
  return event;
};

describe("the hash chain", () => {
  it("accepts whole streams, also side by side", () => {
    expect(verifyStream(chain(20))).toBeUndefined();
    const both = [...chain(5, "book-1", 1, 2), ...chain(5, "book-2", 2, 2)].sort(
      (a, b) => a.position - b.position,
    );
    expect(verifyAll(both)).toBeUndefined();
  });

  it("depends neither on the order of keys nor on the position", () => {
    const event = at(chain(1), 0);
    const { metadata, ...rest } = event;
    const turned = Object.fromEntries(Object.entries(rest).reverse()) as typeof rest;
    expect(hashEvent({ ...turned, metadata, position: 99 } as RecordedEvent)).toBe(event.metadata.hash);
  });

  it("stays what it was when it was first released", () => {
    expect(at(chain(1), 0).metadata.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(uuidFrom("book-1", "command-1", "0")).toBe(uuidFrom("book-1", "command-1", "0"));
    expect(uuidFrom("book-1", "command-1", "0")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(uuidFrom("a", "b")).not.toBe(uuidFrom("ab"));
  });

  it("names the event in which any one bit was flipped", () => {
    const events = chain(6);
    fc.assert(
      fc.property(fc.nat(5), fc.nat(), fc.nat(7), (index, byte, bit) => {
        const event = at(events, index);
        const { position, ...stored } = event;
        const bytes = Buffer.from(JSON.stringify(stored));
        const place = byte % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << bit), place);
        let read: RecordedEvent;
        try {
          read = {
            ...(JSON.parse(bytes.toString()) as Omit<RecordedEvent, "position">),
            position,
          } as RecordedEvent;
        } catch {
          return;
        }
        // A name of metadata itself may be hit: then it is not an event any more, which a reader
        // sees before.
        if (typeof read.metadata !== "object" || read.metadata === null) return;
        const tampered = [...events.slice(0, index), read, ...events.slice(index + 1)];
        if (JSON.stringify(read) === JSON.stringify(event)) return;
        expect(verifyAll(tampered)).toMatchObject({ position });
      }),
      { numRuns: 500 },
    );
  });

  it("sees an event that is missing, doubled, out of order or from elsewhere", () => {
    const events = chain(5);
    expect(verifyAll(events.filter((_, index) => index !== 2))).toMatchObject({
      fault: "position-gap",
      position: 4,
    });
    expect(
      verifyAll(
        events.filter((_, index) => index !== 2),
        false,
      ),
    ).toMatchObject({ fault: "revision-gap", revision: 3 });
    expect(verifyStream(events.slice(1))).toMatchObject({ fault: "revision-gap", revision: 1 });
    expect(verifyStream([...events.slice(0, 2), ...events.slice(1)])).toMatchObject({
      fault: "revision-gap",
      revision: 1,
    });
    const swapped = [at(events, 0), at(events, 2), at(events, 1)];
    expect(verifyStream(swapped)).toMatchObject({ fault: "revision-gap", revision: 2 });
    const foreign = { ...at(chain(2, "book-2"), 1), stream: "book-1", position: 2 };
    expect(verifyStream([at(events, 0), foreign])).toMatchObject({
      fault: "previous-hash-mismatch",
      revision: 1,
    });
  });

  it("sees a rewritten event by the chain behind it, even when its own hash was made anew", () => {
    const events = chain(4);
    const forged = { ...at(events, 1), data: { leaf: 1, note: "sửa" } };
    const rehashed = { ...forged, metadata: { ...forged.metadata, hash: hashEvent(forged) } };
    expect(verifyStream([at(events, 0), rehashed, at(events, 2)])).toMatchObject({
      fault: "previous-hash-mismatch",
      revision: 2,
    });
  });
});
