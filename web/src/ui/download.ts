import { sessionFetch } from "../api/client.ts";

const save = (content: Blob, fileName: string): void => {
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
export const download = async (path: string, fileName: string): Promise<void> =>
  save(await (await sessionFetch(new Request(path))).blob(), fileName);

export const downloadJson = (content: unknown, fileName: string): void =>
  save(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }), fileName);
