import { webcrypto } from "node:crypto";
import type { Page } from "playwright-core";
import { person, type Stage } from "./stage.ts";

const everything = `(async () => {
  const read = (name, store) => new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore(store);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const stored = opening.result.transaction(store).objectStore(store);
      const keys = stored.getAllKeys();
      const values = stored.getAll();
      values.onsuccess = () => {
        opening.result.close();
        resolve(keys.result.map((key, place) => [key, values.result[place]]));
      };
    };
  });
  const bytes = (_, value) =>
    value instanceof ArrayBuffer ? [...new Uint8Array(value)]
    : ArrayBuffer.isView(value) ? [...value] : value;
  return JSON.stringify([await read("sogoc-drafts", "drafts"), await read("sogoc-outbox", "outbox")], bytes);
})()`;

const stored = async (page: Page): Promise<unknown> => JSON.parse(String(await page.evaluate(everything)));

/** An array of bytes as the text that it would be, were it not sealed. */
const asText = (value: unknown): unknown =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "number")
    ? Buffer.from(value).toString("utf8")
    : value;

/**
 * What anybody at this computer reads with the browser's own tools of cases that are being keyed or
 * are on their way.
 */
export const storedText = async (page: Page): Promise<string> =>
  JSON.stringify(await stored(page), (_, value) => asText(value));

/** The key that this person's browser is given at sign-in. */
export const draftKeyOf = async (stage: Stage, name: string): Promise<string> => {
  const answer = await fetch(`${stage.address}/api/accounts/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ signInName: name, password: person(name).password }),
  });
  return ((await answer.json()) as { draftKey: string }).draftKey;
};

interface SealedBytes {
  readonly iv: readonly number[];
  readonly sealed: readonly number[];
}

const sealedIn = (value: unknown): readonly SealedBytes[] => {
  if (typeof value !== "object" || value === null) return [];
  return "sealed" in value ? [value as SealedBytes] : Object.values(value).flatMap(sealedIn);
};

/** Everything that whoever has this key is shown again of what the browser keeps, as text. */
export const keptDrafts = async (page: Page, draftKey: string): Promise<string> => {
  const all = sealedIn(await stored(page));
  const raw = Buffer.from(draftKey, "base64");
  const key = await webcrypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const opened = all.map(({ iv, sealed }) =>
    webcrypto.subtle
      .decrypt({ name: "AES-GCM", iv: Uint8Array.from(iv) }, key, Uint8Array.from(sealed))
      .then((plain) => Buffer.from(plain).toString("utf8"))
      // Somebody else's.
      .catch(() => ""),
  );
  return (await Promise.all(opened)).join("\n");
};
