import { describe, expect, it } from "vitest";
import { isGuessable } from "./password-strength.ts";

const names = ["van.an", "Nguyễn Văn An"];

describe("a password that is soon guessed", () => {
  it.each([
    ["1234567890", "on lists of common passwords"],
    ["qwertyuiop", "on lists of common passwords"],
    ["Abc@123456", "near a common one"],
    ["matkhau123", "common in Viet Nam"],
    ["anhyeuem123", "common in Viet Nam"],
    ["Matkhau@2026", "an office's word with a year"],
    ["hotich2026!", "an office's word with a year"],
    ["nguyenvanan1985", "their name with a year"],
    ["NguyenVanAn@1985", "their name with a year"],
    ["an.nguyen.1985", "their name with a year"],
    ["Nguyễn Văn An 85", "their name as it is written"],
    ["van.an.van.an", "their sign-in name twice"],
    ["aA1!aA1!aA1!aA1!", "a short piece again and again"],
    ["ngắn quá", "too short"],
  ])("%s: %s", async (password) => {
    expect(await isGuessable(password, names)).toBe(true);
  });

  it.each([
    "lúa chín ngoài đồng",
    "Hoa-phuong-no-som-27",
    "83920174652839",
    "an-com-chua-troi-mua",
    `${"x".repeat(20)}Kq8-vụ mùa đông xuân`,
  ])("is not %s", async (password) => {
    expect(await isGuessable(password, names)).toBe(false);
  });
});
