import { sessionFetch } from "./session-fetch.ts";

/** Returns the data of one block of an event stream, undefined for a heartbeat. */
const dataOfBlock = (block: string): string | undefined => {
  const lines = block.split("\n").filter((line) => line.startsWith("data:"));
  return lines.length === 0 ? undefined : lines.map((line) => line.slice(5).trimStart()).join("\n");
};

/**
 * Reads server-sent events with the session, which `EventSource` could not carry. Resolves when the
 * server ends the stream; throws when it refuses or breaks off.
 */
export const followEvents = async (
  path: string,
  signal: AbortSignal,
  told: (data: string) => void,
): Promise<void> => {
  const headers = { accept: "text/event-stream" };
  const answer = await sessionFetch(new Request(path, { headers, signal }));
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  let kept = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (kept + value).split("\n\n");
    kept = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = dataOfBlock(block);
      if (data !== undefined) told(data);
    }
  }
};
