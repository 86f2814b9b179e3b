import type { OrNone, Parameters, PathOf } from "../api/paths.ts";
import { addressOf } from "../api/requests.ts";
import { sessionFetch } from "../api/session-fetch.ts";

const saveAs = (content: Blob, fileName: string): void => {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken the address over once the click was handled.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

/**
 * Fetches a file with the session, which a plain link could not carry, and hands it to the browser
 * to keep.
 */
export const download = async <Path extends PathOf<"get">>(
  fileName: string,
  path: Path,
  ...parameters: OrNone<Parameters<"get", Path>>
): Promise<void> => {
  const answer = await sessionFetch(new Request(addressOf("get", path, ...parameters)));
  saveAs(await answer.blob(), fileName);
};

export const downloadJson = (content: unknown, fileName: string): void =>
  saveAs(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }), fileName);
