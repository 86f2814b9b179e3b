import { vietnamClock } from "@sogoc/core";
import type { DocumentContent } from "@sogoc/files";

const two = (value: number) => String(value).padStart(2, "0");

/** `09/03/2026` */
export const shortDay = (moment: string): string => {
  const day = vietnamClock(moment);
  return `${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`;
};

/** `ngày 09 tháng 3 năm 2026`, as administrative papers write it. */
export const longDay = (moment: string): string => {
  const day = vietnamClock(moment);
  const month = day.getUTCMonth() + 1;
  // A leading zero for days below ten and for January and February, so that nothing can be put
  // before them.
  return `ngày ${two(day.getUTCDate())} tháng ${month < 3 ? two(month) : month} năm ${day.getUTCFullYear()}`;
};

export const plain = (value: number): string => value.toLocaleString("vi-VN");
export const percent = (share: number | null): string =>
  share === null ? "–" : `${(100 * share).toLocaleString("vi-VN", { maximumFractionDigits: 2 })} %`;

/**
 * A hash in groups of sixteen, so that a narrow column breaks it instead of growing off the paper.
 */
export const hashText = (hash: string): string => hash.match(/.{1,16}/gu)?.join(" ") ?? "";

/**
 * The head of an administrative paper: who issues it on the left, the state's name and motto on the
 * right.
 */
export const paperHead = (above: string, office: string, place: string, moment: string): DocumentContent => [
  {
    columns: [
      {
        width: "45%",
        stack: [
          { text: above.toLocaleUpperCase("vi"), alignment: "center" },
          { text: office.toLocaleUpperCase("vi"), alignment: "center", bold: true },
          { text: "––––––", alignment: "center" },
        ],
      },
      {
        width: "55%",
        stack: [
          { text: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", alignment: "center", bold: true },
          { text: "Độc lập – Tự do – Hạnh phúc", alignment: "center", bold: true },
          { text: "–––––––––––––", alignment: "center" },
          { text: `${place}, ${longDay(moment)}`, alignment: "center", italics: true, margin: [0, 4, 0, 0] },
        ],
      },
    ],
  },
];

/** Places to sign, side by side. */
export const signatures = (
  parties: readonly { readonly role: string; readonly name?: string | undefined }[],
): DocumentContent => ({
  columns: parties.map(({ role, name }) => ({
    stack: [
      { text: role.toLocaleUpperCase("vi"), bold: true, alignment: "center" as const },
      { text: "(Ký, ghi rõ họ tên)", italics: true, alignment: "center" as const, margin: [0, 0, 0, 60] },
      { text: name ?? "", bold: true, alignment: "center" as const },
    ],
  })),
  margin: [0, 20, 0, 0],
  unbreakable: true,
});

/** A bordered table whose first row is its head and repeats on each page. */
export const table = (
  widths: readonly (string | number)[],
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): DocumentContent => ({
  table: {
    headerRows: 1,
    widths: [...widths],
    body: [
      head.map((text) => ({ text, style: "head" })),
      ...rows.map((row) =>
        row.map((cell) =>
          typeof cell === "number" ? { text: plain(cell), style: "number" } : { text: cell, style: "cell" },
        ),
      ),
    ],
  },
  margin: [0, 4, 0, 8],
});
