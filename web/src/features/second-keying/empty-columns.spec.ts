import { expect, it } from "vitest";
import { emptyColumns, problemsOfEmpty, standingProblems } from "./empty-columns.ts";

const column = (code: string, required: boolean) => ({ code, required });
const columns = [column("ngayDangKy", true), column("nksHoTen", true), column("meHoTen", false)];

it("wants every required column typed, or said to be blank or illegible, and no other", () => {
  expect(emptyColumns(columns, {})).toEqual(["ngayDangKy", "nksHoTen"]);
  const some = { ngayDangKy: { text: "  " }, nksHoTen: { text: "", special: "blank" as const } };
  expect(emptyColumns(columns, some)).toEqual(["ngayDangKy"]);
  const all = {
    ngayDangKy: { text: "17.03.2008" },
    nksHoTen: { text: "", special: "illegible" as const, why: "torn" as const },
  };
  expect(emptyColumns(columns, all)).toEqual([]);
});

it("says so of each until it is keyed, and keeps what else was refused", () => {
  const said = problemsOfEmpty(["ngayDangKy", "nksHoTen"], { vi: "Chưa nhập", en: "Not keyed" });
  const other = { pointer: "/fields/nksHoTen", detail: "Ký tự lạ", rule: "text-odd" };
  const keyed = { nksHoTen: { text: "An" } };
  expect(standingProblems([...said, other], keyed)).toEqual([said[0], other]);
});
