import type { Page } from "playwright-core";
import { birthFields } from "../support/test-province.ts";
import { person, type Stage } from "./stage.ts";

/** From the queue to the first batch's form. */
export const openDesk = async (page: Page): Promise<void> => {
  await page.locator("main a[data-kind=primary]:focus").press("Enter");
  await page.locator("#field-so:focus").waitFor();
};

/** Confirms what was carried over from the case before: Enter in each field. */
export const confirmCarried = async (page: Page): Promise<void> => {
  const carried = page.locator("input[data-field][data-state=ditto]");
  while ((await carried.count()) > 0) await carried.first().press("Enter");
};

/** Puts a whole birth into the form. */
export const fillCase = async (page: Page, number: number): Promise<void> => {
  for (const [code, { raw }] of Object.entries(birthFields(number))) await page.fill(`#field-${code}`, raw);
  await confirmCarried(page);
};

/** Lets everything stand that the rules found, each for this reason, and sends the case. */
export const letStand = async (page: Page, reason: string): Promise<void> => {
  await page.locator("dialog[open] ol.findings input:focus").waitFor();
  for (const each of await page.locator("dialog[open] ol.findings input").all()) await each.fill(reason);
  await page.keyboard.press("Enter");
};

/** Requests to the entry service in the name of a person of the stage, beside every window. */
export const entryOf = async (stage: Stage, name: string) => {
  const json = { "content-type": "application/json" };
  const body = JSON.stringify({ signInName: name, password: person(name).password });
  const signIn = await fetch(`${stage.address}/api/accounts/v1/sessions`, {
    method: "POST",
    body,
    headers: json,
  });
  const { accessToken } = (await signIn.json()) as { accessToken: string };
  const authorization = `Bearer ${accessToken}`;
  const at = (path: string) => `${stage.address}/api/entry/v1/${path}`;
  return {
    async items(path: string): Promise<readonly { id: string; number: string }[]> {
      const answer = await fetch(at(path), { headers: { authorization } });
      return ((await answer.json()) as { items: { id: string; number: string }[] }).items;
    },
    /** Acts on what is read at `seen`; returns the status. */
    async post(path: string, sent: object, seen: string): Promise<number> {
      const { headers: read } = await fetch(at(seen), { headers: { authorization } });
      const headers = {
        ...json,
        authorization,
        "idempotency-key": crypto.randomUUID(),
        "if-match": read.get("etag") ?? "",
      };
      return (await fetch(at(path), { method: "POST", headers, body: JSON.stringify(sent) })).status;
    },
  };
};

/** Numbers of the cases that the server has of a person's first batch, in order. */
export const numbersOnServer = async (stage: Stage, name: string): Promise<string[]> => {
  const { items } = await entryOf(stage, name);
  const [batch] = await items("batches?mine=true");
  return (await items(`batches/${batch?.id}/records?limit=200`)).map(({ number }) => number);
};
