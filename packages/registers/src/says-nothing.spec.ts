import { expect, it } from "vitest";
import { isPlaceholder, saysNothing } from "./says-nothing.ts";

it.each(["0", "00", "-", "–", "...", "…", "- - -", ". .", "_", "/"])("%s says nothing", (text) => {
  expect(saysNothing(text)).toBe(true);
});

it.each(["10", "00:00", "7", "0a", "Không", "x", "01.03.2008", "-1", "Ê"])("%s says something", (text) => {
  expect(saysNothing(text)).toBe(false);
});

it.each([
  ...[
    "0",
    "-",
    "0-0",
    "…",
    "x",
    "XX",
    "x x",
    "(x)",
    "(k)",
    "K",
    "ko",
    "Không",
    "KHÔNG",
    "không",
    "(Không)",
    "không.",
  ],
  ...[
    "không có",
    "Không rõ",
    "K. rõ",
    "ko có",
    "chưa rõ",
    "không ghi",
    "trống",
    "(bỏ trống)",
    "để trống",
    "N/A",
    "null",
  ],
])("%s stands for nothing", (text) => {
  expect(isPlaceholder(text)).toBe(true);
});

it.each([
  "00:00",
  "10",
  "Không Văn An",
  "Kinh",
  "Trọng",
  "Khổng",
  "7",
  "Xã Mai Lâm",
  "Cố",
  "La",
  "Ninh",
  "1/0",
])("%s does not stand for nothing", (text) => {
  expect(isPlaceholder(text)).toBe(false);
});
