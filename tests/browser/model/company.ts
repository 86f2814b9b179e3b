import type { Page } from "playwright-core";
import { draftKeyOf, keptDrafts } from "../kept-drafts.ts";
import type { Stage } from "../stage.ts";
import type { Clerk } from "./job.ts";
import { type Keyboard, keyboardOf } from "./keyboard.ts";

const office = ["thu", "kiem", "duyet", "dulieu", "sotp", "thanhtra"] as const;
type OfficeName = (typeof office)[number];

/** Everybody at work, each at a window of their own. */
export interface Company {
  readonly clerks: Readonly<Record<Clerk, Keyboard>>;
  /** That person's window, opened anew at an address. */
  readonly at: (who: OfficeName, path: string) => Promise<Page>;
  /** The province's window, which stays open and must tell by itself what is done elsewhere. */
  readonly province: Page;
  /** What `nam`'s browser keeps of cases that they did not save. */
  readonly draftsOfNam: () => Promise<string>;
}

export const gatherCompany = async (stage: Stage): Promise<Company> => {
  const nam = await stage.signIn("nam");
  const lan = await stage.signIn("lan");
  const windows = new Map<string, Page>();
  for (const name of office) windows.set(name, await stage.signIn(name));
  const windowOf = (name: OfficeName) => {
    const page = windows.get(name);
    if (!page) throw new Error(`${name} has no window.`);
    return page;
  };
  const province = windowOf("sotp");
  const keyOfNam = await draftKeyOf(stage, "nam");
  await province.locator("main[data-live=true]").waitFor();
  return {
    clerks: { nam: await keyboardOf(nam), lan: await keyboardOf(lan) },
    async at(who, path) {
      const page = windowOf(who);
      await page.goto(`${stage.address}${path}`);
      await page.locator("main h1").waitFor();
      return page;
    },
    province,
    draftsOfNam: () => keptDrafts(nam, keyOfNam),
  };
};
