import type { Page } from "playwright-core";
import { faultsOf } from "./faults.ts";
import type { Stage } from "./stage.ts";

/** What a spec does with the pages of its stage; the stage may be set later. */
export const onStage = (stage: () => Stage) => {
  const faults: string[] = [];
  return {
    /** What `look` found wrong until now. */
    faults,
    /** Looks at the page or dialog in Vietnamese and keeps a picture. */
    async look(page: Page, name: string): Promise<void> {
      faults.push(...(await faultsOf(page, name)));
      await stage().picture(page, name);
    },
    /** A window of its own in which `who` has signed in and opened `path`. */
    at: (who: string, path: string): Promise<Page> => stage().openAt(who, path),
  };
};
