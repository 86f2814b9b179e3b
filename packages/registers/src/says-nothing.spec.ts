import { expect, it } from "vitest";
import { saysNothing } from "./says-nothing.ts";

it.each(["0", "00", "-", "–", "...", "…", "- - -", ". .", "_", "/"])("%s says nothing", (text) => {
  expect(saysNothing(text)).toBe(true);
});

it.each(["10", "00:00", "7", "0a", "Không", "x", "01.03.2008", "-1", "Ê"])("%s says something", (text) => {
  expect(saysNothing(text)).toBe(false);
});
