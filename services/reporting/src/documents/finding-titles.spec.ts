import { qualityRules } from "@sogoc/registers";
import { expect, it } from "vitest";
import { findingTitle } from "./finding-titles.ts";

it("every finding that a book's reconciliation makes has a title for papers", () => {
  // Rules 5 to 7 of the dossier: repeats, order, files.
  const ofBooks = qualityRules.filter(
    ({ scope, number }) => scope === "reconciliation" || (scope === "book" && number >= 5 && number <= 7),
  );
  expect(ofBooks.length).toBeGreaterThan(10);
  for (const { id } of ofBooks) expect(findingTitle(id), id).not.toBe(id);
});
