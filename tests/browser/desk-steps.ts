import type { Page } from "playwright-core";
import { birthFields } from "../support/test-province.ts";
import { person, type Stage } from "./stage.ts";

/** From the queue to the first batch's form. */
export const openDesk = async (page: Page): Promise<void> => {
  await page.locator("main a[data-kind=primary]:focus").press("Enter");
  await page.locator("#field-so:focus").waitFor();
};

/** Puts a whole birth into the form. */
export const fillCase = async (page: Page, number: number): Promise<void> => {
  for (const [code, { raw }] of Object.entries(birthFields(number))) await page.fill(`#field-${code}`, raw);
};

/** Numbers of the cases that the server has of a person's first batch, in order. */
export const numbersOnServer = async (stage: Stage, name: string): Promise<string[]> => {
  const json = { "content-type": "application/json" };
  const body = JSON.stringify({ signInName: name, password: person(name).password });
  const signIn = await fetch(`${stage.address}/api/accounts/v1/sessions`, {
    method: "POST",
    body,
    headers: json,
  });
  const { accessToken } = (await signIn.json()) as { accessToken: string };
  const get = async (path: string) =>
    (await fetch(`${stage.address}/api/entry/v1/${path}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    }).then((answer) => answer.json())) as { items: { id: string; number: string }[] };
  const { items } = await get("batches?mine=true");
  return (await get(`batches/${items[0]?.id}/records?limit=200`)).items.map(({ number }) => number);
};
