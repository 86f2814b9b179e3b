import type { LotBookCounts } from "@sogoc/events";
import type { DocumentContent } from "@sogoc/files";
import type { LotView } from "../read-models/lots.ts";
import { plain, table } from "./administrative-form.ts";
import { findingTitle } from "./finding-titles.ts";
import type { LotEvidence } from "./lot-evidence.ts";

/** What the inventory tells beside what is there; the inventory may be silent. */
const against = (inventoried: number | null, found: number): string =>
  `${inventoried === null ? "–" : plain(inventoried)} / ${plain(found)}`;

const sum = (numbers: readonly (number | null)[]): number =>
  numbers.reduce<number>((total, one) => total + (one ?? 0), 0);

/**
 * The five counts of the lot's books as they stood at the verdict, and the findings that somebody
 * closed with a reason.
 */
export const reconciliationSection = (
  { bookCounts, batches }: Pick<LotView, "bookCounts" | "batches">,
  { closed }: Pick<LotEvidence, "closed">,
): DocumentContent => {
  if (bookCounts === null) {
    // Counting today would tell of the books as they are now, which is not what was decided on.
    return [{ text: "Lô được kết luận khi hệ thống chưa lưu số liệu đối soát của các sổ." }];
  }
  const numberOf = new Map(batches.map(({ bookId, bookNumber }) => [bookId, bookNumber]));
  const open = sum(bookCounts.map(({ openFindings }) => openFindings));
  const known = (of: (book: LotBookCounts) => number | null) => {
    const numbers = bookCounts.map(of);
    return numbers.includes(null) ? null : sum(numbers);
  };
  return [
    { text: `Số sổ: ${plain(bookCounts.length)}. Số theo kiểm kê / số có thực:` },
    table(
      ["*", 90, 70, 90, 60, 60],
      ["Quyển số", "Số trang", "Số tệp", "Số dòng dữ liệu", "Số cuối", "Chưa đóng"],
      [
        ...bookCounts.map(
          ({
            bookId,
            expected,
            records,
            ownNumbers = records,
            lastNumber,
            pages,
            scannedPages,
            files,
            openFindings,
          }) => [
            ...[numberOf.get(bookId) ?? bookId, against(pages, scannedPages), files],
            ...[against(expected, ownNumbers), lastNumber ?? "–", openFindings],
          ],
        ),
        [
          ...[
            "Cộng",
            against(
              known(({ pages }) => pages),
              sum(bookCounts.map(({ scannedPages }) => scannedPages)),
            ),
          ],
          sum(bookCounts.map(({ files }) => files)),
          against(
            known(({ expected }) => expected),
            sum(bookCounts.map(({ records, ownNumbers = records }) => ownNumbers)),
          ),
          ...["", open],
        ],
      ],
    ),
    {
      text: `Điểm không khớp: ${plain(closed.length)} đã đóng có lý do, ${plain(open)} chưa đóng.`,
    },
    ...(closed.length === 0
      ? []
      : [
          table(
            [60, 130, 90, "*"],
            ["Quyển số", "Điểm không khớp", "Tại", "Lý do đóng"],
            closed.map(({ bookNumber, rule, subject, reason }) => [
              ...[bookNumber, findingTitle(rule), subject, reason],
            ]),
          ),
        ]),
  ];
};
