import type { DataOf } from "@sogoc/events";
import { writeDocumentPdf } from "@sogoc/files";
import { getRecordType, type SupplementCounts } from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { handedFiguresOf } from "../figures/handed-over.ts";
import { unitNameOf } from "../figures/scope.ts";
import type { AnswerFile, HandoverView } from "../read-models/handovers.ts";
import { hashText, longDay, paperHead, plain, shortDay, signatures, table } from "./administrative-form.ts";

/** What a package added or changed, what it let go unsettled, and what it left out, and why. */
const wordsOf = ({
  sequence,
  records,
  supplement,
  letGo,
  leftOut,
}: HandoverView["packages"][number]): string[] => [
  ...(supplement
    ? [
        `Gói ${sequence} là gói bổ sung: ${plain(supplement.additions)} trường hợp nghiệm thu thêm, ${plain(supplement.changes)} trường hợp đã sửa, ghi chú hoặc thay ảnh sau lần gửi trước, ${plain(records - supplement.additions - supplement.changes)} trường hợp gửi lại${supplement.cover ? "; kèm ảnh bìa sổ đã thay" : ""}.`,
      ]
    : []),
  ...(letGo
    ? [
        `Gói ${sequence} có ${plain(letGo.marks)} trường hợp còn ô bị đánh dấu, ${plain(letGo.findings)} trường hợp còn cảnh báo chưa trả lời${letGo.bookFindings === undefined ? "" : `; sổ còn ${plain(letGo.bookFindings)} chỗ đối soát chưa đóng`}${letGo.missingCases === undefined ? "" : `; còn thiếu ${plain(letGo.missingCases)} trường hợp so với kiểm kê`}; lý do vẫn bàn giao: ${letGo.because}.`,
      ]
    : []),
  ...(leftOut
    ? [
        `Không vào gói ${sequence}: ${plain(leftOut.refusalNotAnswered)} trường hợp chưa trả lời, ${plain(leftOut.correctionWaits)} chờ sửa, ${plain(leftOut.notChosen)} để lại gói sau.`,
      ]
    : []),
];

const counted = { loaded: "đã nạp", refused: "bị từ chối", pending: "chưa có kết quả" } as const;

const MOST_NUMBERS = 20;

const numbersOf = (cases: readonly { readonly number: string }[]): string =>
  [
    ...cases.slice(0, MOST_NUMBERS).map(({ number }) => number),
    ...(cases.length > MOST_NUMBERS ? [`và ${plain(cases.length - MOST_NUMBERS)} số nữa`] : []),
  ].join(", ");

/** The first lines that speak against what they count as. */
const examplesOf = ({ examples = [] }: NonNullable<AnswerFile["doubted"]>): string =>
  examples.length === 0
    ? ""
    : ` (${examples.map(({ number, says, text }) => `số ${number} tính là ${counted[says]}, tệp ghi “${text}”`).join("; ")})`;

/** The first lines that count for no case. */
const asideLines = ({ examples }: NonNullable<AnswerFile["aside"]>): string =>
  examples
    .map(({ sheet, row, number, text }) => {
      const where = sheet === undefined ? `dòng ${row}` : `trang “${sheet}” dòng ${row}`;
      return `${where}, ${number === undefined ? "không có số" : `số ${number}`}: “${text}”`;
    })
    .join("; ");

/** Of which century the years of two digits in a file were said to be. */
const wordsOfYears = (
  fileName: string,
  shortYears: AnswerFile["shortYears"],
  columns: AnswerFile["shortYearColumns"],
): string[] => {
  const said = columns?.map(
    ({ heading, places, century }) =>
      `cột “${heading}” (${plain(places)} ô) là năm ${century === 1900 ? "19…" : "20…"}`,
  );
  if (said) return [`Năm hai chữ số trong tệp ${fileName}: ${said.join("; ")}.`];
  if (!shortYears) return [];
  return [
    `Năm hai chữ số trong tệp ${fileName}: ${plain(shortYears.places)} ô là năm ${shortYears.century === 1900 ? "19…" : "20…"}.`,
  ];
};

/** What each text of an answer file counted as, with an example, and by whose word. */
const wordsOfFile = (
  {
    fileName,
    at,
    recordedBy,
    words = [],
    doubted,
    aside,
    ofEither,
    shortYears,
    shortYearColumns,
    contradicted,
  }: AnswerFile,
  nameOf: (account: string) => string,
): string[] => {
  const read = words.map(
    ({ text, says, lines, number, reason }) =>
      `“${text}” = ${counted[says]}, ${plain(lines)} dòng (${number === "" ? "không có số" : `như số ${number}`}${reason === undefined ? "" : `: ${reason}`})`,
  );
  const refused = contradicted?.cases.filter(({ now }) => now === "refused") ?? [];
  const loaded = contradicted?.cases.filter(({ now }) => now === "loaded") ?? [];
  const kept = contradicted?.kept === "before" ? "giữ kết quả trước" : "theo tệp này";
  const tells = (cases: typeof refused, said: string) =>
    cases.length === 0 ? [] : [`tệp ghi ${said} trái với kết quả trước: số ${numbersOf(cases)}`];
  return [
    ...(read.length === 0
      ? []
      : [`Tệp kết quả ${fileName}, ${nameOf(recordedBy)} ghi nhận ${shortDay(at)}: ${read.join("; ")}.`]),
    ...(doubted
      ? [
          `${plain(doubted.lines)} dòng của tệp ${fileName} nói khác với cách tính${examplesOf(doubted)}; lý do: ${doubted.because}.`,
        ]
      : []),
    ...(aside
      ? [
          `${plain(aside.lines)} dòng của tệp ${fileName} không tính cho trường hợp nào (${asideLines(aside)}); lý do: ${aside.because}.`,
        ]
      : []),
    ...wordsOfYears(fileName, shortYears, shortYearColumns),
    ...(ofEither
      ? [
          `Tệp ${fileName} có kết quả của số ${numbersOf(ofEither.cases)}, có thể của gói trước hoặc của gói có bản đã đổi; ${nameOf(recordedBy)} ghi là của ${ofEither.of === "earlier" ? "gói trước, không tính cho bản đã đổi" : "gói có bản đã đổi"}; lý do: ${ofEither.because}.`,
        ]
      : []),
    ...(contradicted
      ? [
          `Tệp ${fileName}: ${[...tells(refused, "bị từ chối"), ...tells(loaded, "đã nạp")].join("; ")}. ${nameOf(recordedBy)} ${kept}; lý do: ${contradicted.because}.`,
        ]
      : []),
  ];
};

/** What one person put beside what was accepted, and another confirmed. */
export interface Confirmation
  extends Pick<DataOf<"ChangesSinceAcceptanceConfirmed">, "notes" | "scans" | "confirmedBy"> {
  readonly at: string;
}

const wordsOfConfirmation = (
  { at, notes, scans, confirmedBy }: Confirmation,
  nameOf: (account: string) => string,
): string => {
  const ofCases = scans.flatMap(({ kind, number = "" }) => (kind === "case" ? [{ number }] : []));
  const ofBook = scans.length - ofCases.length;
  const what = [
    ...(notes.length > 0 ? [`ghi chú theo quyết định của số ${numbersOf(notes)}`] : []),
    ...(ofCases.length > 0 ? [`ảnh quét của số ${numbersOf(ofCases)}`] : []),
    ...(ofBook > 0 ? ["ảnh bìa hoặc ảnh cả quyển"] : []),
  ];
  return `${nameOf(confirmedBy)} xác nhận ${shortDay(at)} những gì một người thêm sau nghiệm thu: ${what.join("; ")}.`;
};

/** What no package holds as it is now. */
const wordsOfSupplement = (toSupplement: SupplementCounts | null): string[] => {
  if (toSupplement === null)
    return ["Không đọc lại được bản kê của một gói: chưa đủ số liệu để biết còn gì phải gửi bổ sung."];
  const { additions, changes, withCover } = toSupplement;
  if (withCover > 0) return ["Sau khi gửi các gói trên, ảnh bìa sổ đã thay; ảnh mới chưa gửi."];
  if (additions + changes === 0) return [];
  return [
    `Sau khi gửi các gói trên, ${plain(additions)} trường hợp được nghiệm thu thêm và ${plain(changes)} trường hợp đã sửa, ghi chú hoặc thay ảnh; các trường hợp này chưa gửi.`,
  ];
};

/** The acceptance in force, and those that a supplement has come after. */
const wordsOfAcceptances = ({ accepted, acceptedBefore }: HandoverView, isComplete: boolean) => [
  ...acceptedBefore.map(({ at, sequence, figures }) => ({
    text: `Đã nghiệm thu ${longDay(at)} đến gói ${sequence}: nạp ${plain(figures.loaded)} trường hợp; sau đó có gói bổ sung.`,
  })),
  ...(accepted
    ? [
        {
          text: isComplete
            ? `Nghiệm thu ${longDay(accepted.at)}: dữ liệu của sổ đã nạp đủ.`
            : `Nghiệm thu ${longDay(accepted.at)} đến gói ${accepted.sequence}: nạp ${plain(accepted.figures.loaded)} trường hợp, đủ đến ngày đó.`,
          bold: true,
        },
        ...(accepted.setAside === undefined
          ? []
          : [
              {
                text: `Người nghiệm thu đã xem ${plain(accepted.setAside)} trường hợp mà cơ sở dữ liệu quốc gia từ chối và vẫn được giữ là đã nạp.`,
              },
            ]),
        ...(accepted.doubted === undefined
          ? []
          : [
              {
                text: `Người nghiệm thu đã xem ${plain(accepted.doubted)} dòng của tệp kết quả nói khác với cách tính.`,
              },
            ]),
      ]
    : []),
];

/** What was sent when and what came back: minutes once it is accepted, a ledger before. */
export const handoverLedger = async (
  dependencies: Dependencies<"clock" | "directory">,
  row: HandoverView,
  toSupplement: SupplementCounts | null,
  confirmations: readonly Confirmation[],
): Promise<Buffer> => {
  const { accepted, packages } = row;
  const { records, loaded, outstanding, awaited } = handedFiguresOf(row, toSupplement ?? undefined);
  const left = records - loaded;
  const changed = left - outstanding - awaited;
  const words = wordsOfSupplement(toSupplement);
  const { directory } = dependencies;
  const nameOf = (account: string) => directory.displayName(account) ?? account;
  const at = accepted?.at ?? dependencies.clock.now().toISOString();
  const unit = unitNameOf(dependencies, row.unitId, new Date(at));
  const handed = [...new Set(packages.map(({ by }) => nameOf(by)))];
  return writeDocumentPdf({
    title: `Bàn giao ${row.bookNumber}`,
    foot: `Sổ Gốc – sổ ${row.id}`,
    content: [
      paperHead("Ủy ban nhân dân", unit, unit, at),
      { text: accepted ? "BIÊN BẢN NGHIỆM THU" : "SỔ THEO DÕI BÀN GIAO", style: "title" },
      { text: "Kết quả của đơn vị quản lý dữ liệu", style: "subtitle" },
      { text: `Sổ ${getRecordType(row.recordType).name_vi}, quyển số ${row.bookNumber}.` },
      table(
        [24, 54, 50, "*", 54, 40, 40, 40],
        ["Lần", "Ngày gửi", "Trường hợp", "Bản kê (SHA-256)", "Ngày trả lời", "Đã nạp", "Từ chối", "Chưa rõ"],
        packages.map(({ sequence, at: sent, records, manifestSha256, answer }) => [
          ...[sequence, shortDay(sent), records],
          hashText(manifestSha256),
          ...(answer
            ? [shortDay(answer.at), answer.loaded, answer.refused, answer.missing]
            : ["–", "–", "–", "–"]),
        ]),
      ),
      {
        text:
          toSupplement === null
            ? `Đã gửi ${plain(records)} trường hợp; còn lại ${plain(outstanding + awaited)}; chưa đủ số liệu để biết bao nhiêu đã nạp đúng bản hiện nay.`
            : `Đã nạp ${plain(loaded)} trên ${plain(records)} trường hợp đã gửi; còn lại ${plain(left)}${changed > 0 ? `, trong đó ${plain(changed)} đã đổi sau khi gửi, bản mới chưa nạp` : ""}.`,
      },
      ...[
        ...packages.flatMap(wordsOf),
        ...packages.flatMap(({ files }) => files.flatMap((file) => wordsOfFile(file, nameOf))),
        ...confirmations.map((one) => wordsOfConfirmation(one, nameOf)),
        ...words,
      ].map((text) => ({ text })),
      ...wordsOfAcceptances(row, words.length === 0),
      ...(accepted
        ? [
            signatures([
              { role: "Đơn vị quản lý dữ liệu", name: handed.length === 1 ? handed[0] : undefined },
              { role: "Người nghiệm thu", name: nameOf(accepted.decidedBy) },
            ]),
          ]
        : []),
    ],
  });
};
