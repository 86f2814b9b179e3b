import { assertNever } from "@sogoc/core";
import {
  type DataOf,
  isRecordEvent,
  type RecordEvent,
  type Recorded,
  type RecordedDomainEvent,
} from "@sogoc/events";
import { commonProblems } from "@sogoc/http";
import { wrongFieldsIn } from "../read-models/checks.ts";
import { checkSentence } from "./check-sentence.ts";
import type { LostMark } from "./lost-marks.ts";
import { fieldCount, type Sentence } from "./sentence.ts";

const choices = {
  first: ["lấy lần nhập một", "the first keying stands"],
  second: ["lấy lần nhập hai", "the second keying stands"],
  neither: ["cả hai đều sai, ghi theo sổ", "neither was right; written as in the book"],
} as const;

/** What who accepts has confirmed of limits laxer than the unit's; nothing where they are not. */
const laxerLimitsWord = ({ laxerLimits }: Pick<DataOf<"BatchAccepted">, "laxerLimits">) =>
  laxerLimits
    ? {
        vi: " Người nghiệm thu xác nhận vẫn nghiệm thu theo giới hạn của lô, lỏng hơn của đơn vị.",
        en: " Who accepted confirmed that it is by the batch's own limits, laxer than the unit's.",
      }
    : { vi: "", en: "" };

/** What a sentence needs to know besides its event. */
export interface Around {
  readonly recordId: string;
  /** Canonical, of the case. */
  readonly number: string;
  readonly nameOf: (account: string) => string;
  /** Which second acceptance of the book since it was entered this is; 0 where it is none. */
  readonly acceptance: { readonly times: number; readonly of: number };
  /** It was entered, and not voided, when the whole book went out in the first package. */
  readonly wentOutFirst: boolean;
  /** The batch was returned by a review before. */
  readonly returned: boolean;
  /** Of the record, what this check made milder or took away. */
  readonly lost: readonly LostMark[];
  /** The review of the event looks again at what an acceptance had left to mend. */
  readonly mending: boolean;
  /** It was accepted before. */
  readonly accepted: boolean;
}

const enteredSentence = ({
  number,
  source,
  duplicateReason: why,
  bookNumber,
}: DataOf<"RecordEntered">): Sentence =>
  source === "imported"
    ? {
        vi: `Nhập số ${number}, sổ ${bookNumber} từ tệp bảng tính.`,
        en: `Imported number ${number} of book ${bookNumber} from a workbook.`,
        why,
      }
    : {
        vi: `Nhập số ${number}, sổ ${bookNumber}.`,
        en: `Keyed number ${number} of book ${bookNumber}.`,
        why,
      };

/** Of the record itself. */
const recordSentence = (event: Recorded<RecordEvent>, { returned }: Around): Sentence => {
  switch (event.type) {
    case "RecordEntered":
      return enteredSentence(event.data);
    case "RecordCorrected": {
      const { vi, en } = fieldCount(event.data.changes.length);
      const why = event.data.reason;
      if (event.data.correctionId !== undefined)
        return { vi: `Sửa ${vi} theo đề nghị đã duyệt.`, en: `Corrected ${en} by an approved request.`, why };
      return returned
        ? { vi: `Sửa ${vi} sau khi lô bị trả lại.`, en: `Corrected ${en} after the batch was returned.`, why }
        : { vi: `Sửa ${vi} trước khi nộp.`, en: `Corrected ${en} before submission.`, why };
    }
    case "RecordAnnotated": {
      const { number, issuedBy } = event.data.decision;
      return {
        vi: `Ghi chú theo quyết định số ${number} của ${issuedBy}.`,
        en: `Annotated by decision ${number} of ${issuedBy}.`,
        why: event.data.text,
      };
    }
    case "WarningsAnswered": {
      const { accepted } = event.data;
      return {
        vi: `Giữ nguyên, trả lời ${accepted.length} cảnh báo.`,
        en: `Let stand, with a reason for each of ${accepted.length}.`,
        why: accepted.map(({ reason }) => reason).join("; "),
      };
    }
    case "RecordVoided":
      return { vi: "Hủy trường hợp nhập nhầm.", en: "Voided the record.", why: event.data.reason };
    case "RecordKeyedAgain": {
      const { vi, en } = fieldCount(event.data.differing.length);
      return event.data.differing.length === 0
        ? { vi: "Người thứ hai nhập lại: giống hệt.", en: "Keyed again by a second person: the same." }
        : { vi: `Người thứ hai nhập lại: ${vi} khác.`, en: `Keyed again by a second person: ${en} differ.` };
    }
    case "DiscrepancyResolved": {
      const [vi, en] = choices[event.data.choice];
      return { vi: `Phân xử: ${vi}.`, en: `Arbitrated: ${en}.` };
    }
    case "CorrectionNotApplied": {
      const { reason } = event.data;
      const { vi, en } = commonProblems[reason] ?? { vi: reason, en: reason };
      return { vi: `Đề nghị sửa không áp dụng được. ${vi}`, en: `The request could not be applied. ${en}` };
    }
    default:
      return assertNever(event);
  }
};

/** Of the stages of a batch that is keyed twice. */
const stageSentence = (event: RecordedDomainEvent): Sentence | undefined => {
  switch (event.type) {
    case "FirstKeyingFinished":
      return { vi: "Xong nhập lần một.", en: "Finished the first keying." };
    case "SecondKeyingFinished": {
      const { vi, en } = fieldCount(event.data.differences);
      return {
        vi: `Xong nhập lần hai, ${vi} khác nhau.`,
        en: `Finished the second keying; ${en} differ.`,
      };
    }
    default:
      return undefined;
  }
};

/** Of the batch that the record is in. */
const batchSentence = (event: RecordedDomainEvent, { nameOf }: Around): Sentence | undefined => {
  switch (event.type) {
    case "BatchAssigned":
      return event.data.stage === "second"
        ? {
            vi: `Giao lô cho ${event.data.displayName} nhập lần hai.`,
            en: `Assigned the batch to ${event.data.displayName} for the second keying.`,
          }
        : {
            vi: `Giao lô cho ${event.data.displayName}.`,
            en: `Assigned the batch to ${event.data.displayName}.`,
          };
    case "BatchTakenBack": {
      const name = nameOf(event.data.accountId);
      return {
        vi: `Thu hồi lô từ ${name}.`,
        en: `Took the batch back from ${name}.`,
        why: event.data.reason,
      };
    }
    case "BatchWithdrawn":
      return {
        vi: "Rút lô mở nhầm, khi không còn trường hợp nào.",
        en: "Withdrew the batch, in which no case stood.",
        why: event.data.reason,
      };
    case "BatchSubmitted": {
      const { round, recordCount } = event.data;
      return {
        vi: `Nộp lô lần ${round} (${recordCount} trường hợp) để kiểm tra.`,
        en: `Submitted the batch for checking, round ${round} (records: ${recordCount}).`,
      };
    }
    default:
      return undefined;
  }
};

/**
 * What a batch went back for in one case. Whatever is left to mend of an acceptance after fixes is
 * returned once more: nothing is accepted by that.
 */
const returnSentence = (data: DataOf<"BatchReturned">, { recordId, mending }: Around): Sentence => {
  const count = wrongFieldsIn(data.marks.filter((mark) => mark.recordId === recordId));
  const word = laxerLimitsWord(data);
  const fields = fieldCount(count);
  const vi =
    count === 0 ? "trường hợp này không có mục nào phải sửa" : `${fields.vi} của trường hợp này cần sửa`;
  const en = count === 0 ? "nothing of this record to mend" : `${fields.en} of this record to mend`;
  const why = data.reason || undefined;
  if (mending && data.fixesOnly)
    return {
      vi: `Trả lại để sửa tiếp, ${vi}.${word.vi}`,
      en: `Returned to be mended further; ${en}.${word.en}`,
      why,
    };
  if (data.fixesOnly)
    return { vi: `Nghiệm thu có sửa, ${vi}.${word.vi}`, en: `Accepted after fixes; ${en}.${word.en}`, why };
  return { vi: `Trả lại lô, ${vi}.`, en: `Returned the batch; ${en}.`, why };
};

/** Of checks and verdicts, as far as they concern the record. */
const reviewSentence = (event: RecordedDomainEvent, around: Around): Sentence | undefined => {
  const { recordId, lost } = around;
  switch (event.type) {
    case "ReviewOpened":
      return event.data.sample.includes(recordId)
        ? { vi: "Được rút vào mẫu kiểm tra.", en: "Drawn into the sample to be checked." }
        : { vi: "Mở kiểm tra; không nằm trong mẫu.", en: "Review opened; not in the sample." };
    case "RecordChecked":
      return event.data.recordId === recordId ? checkSentence(event.data, lost) : undefined;
    case "BatchReturned":
      return returnSentence(event.data, around);
    case "BatchAccepted": {
      const word = laxerLimitsWord(event.data);
      return {
        vi: `Nghiệm thu lô, khóa trường hợp.${word.vi}`,
        en: `Accepted the batch; the record is locked.${word.en}`,
        why: event.data.note,
      };
    }
    default:
      return undefined;
  }
};

/** Of requests to correct the record after it was accepted. */
const correctionSentence = (event: RecordedDomainEvent): Sentence | undefined => {
  switch (event.type) {
    case "CorrectionRequested": {
      const { vi, en } = fieldCount(event.data.changes.length);
      return { vi: `Đề nghị sửa ${vi}.`, en: `Requested to correct ${en}.`, why: event.data.reason };
    }
    case "CorrectionApproved":
      return {
        vi: "Duyệt đề nghị sửa.",
        en: "Approved the request.",
        why: event.data.because ?? event.data.reason,
      };
    case "CorrectionDeclined":
      return { vi: "Không duyệt đề nghị sửa.", en: "Declined the request.", why: event.data.reason };
    default:
      return undefined;
  }
};

const whyExchanged = {
  unreadable: ["ảnh cũ không đọc được", "the old one cannot be read"],
  incomplete: ["ảnh cũ thiếu trang", "pages of the old one are missing"],
  "wrong-page": ["ảnh cũ nhầm trang", "the old one shows the wrong page"],
  "other-case": ["ảnh cũ là của trường hợp khác", "the old one is another case's"],
  "beside-acceptance": [
    "ảnh được thay trong lúc lô đang được nghiệm thu",
    "the scan was exchanged while the batch was being accepted",
  ],
} as const;

/** A scan where there was none, which one person attaches alone. */
const firstScan = {
  case: {
    vi: "Gắn ảnh quét đầu tiên của trường hợp, sau khi đã nghiệm thu.",
    en: "Attached the case's first scan, after it was accepted.",
  },
  cover: {
    vi: "Gắn ảnh quét bìa sổ, sau khi đã nghiệm thu.",
    en: "Attached a scan of the book's cover, after the case was accepted.",
  },
  "whole-book": {
    vi: "Gắn ảnh quét cả sổ, sau khi đã nghiệm thu.",
    en: "Attached a scan of the whole book, after the case was accepted.",
  },
} as const satisfies Readonly<Record<DataOf<"ScanAttached">["kind"], Sentence>>;

/** Of what two people replaced of the accepted book, as far as the record is shown by it. */
const replacementSentence = (
  event: RecordedDomainEvent,
  { number, nameOf, accepted }: Around,
): Sentence | undefined => {
  switch (event.type) {
    case "ScanExchangeRequested": {
      if (event.data.kind === "case" && event.data.number !== number) return undefined;
      const [vi, en] = whyExchanged[event.data.why];
      return { vi: `Đề nghị thay ảnh quét: ${vi}.`, en: `Asked for another scan: ${en}.` };
    }
    case "OfficeExchangeRequested":
      return {
        vi: `Đề nghị đổi nơi đăng ký của sổ thành “${event.data.office}”.`,
        en: `Asked to change the book's office to “${event.data.office}”.`,
        why: event.data.reason,
      };
    case "ScanAttached": {
      const { exchangeId, kind, requestedBy = "" } = event.data;
      if (kind === "case" && event.data.number !== number) return undefined;
      // What the case was accepted with is told by its acceptance.
      if (exchangeId === undefined) return accepted ? firstScan[kind] : undefined;
      const name = nameOf(requestedBy);
      return {
        vi: `Duyệt thay ảnh quét do ${name} đề nghị.`,
        en: `Approved the scan that ${name} asked for.`,
      };
    }
    case "BookDetailsChanged": {
      const { exchangeId, office, reason, requestedBy = "" } = event.data;
      if (exchangeId === undefined) return undefined;
      const name = nameOf(requestedBy);
      return {
        vi: `Duyệt đổi nơi đăng ký của sổ thành “${office}” do ${name} đề nghị.`,
        en: `Approved the book's office “${office}” that ${name} asked for.`,
        why: reason,
      };
    }
    case "ExchangeDeclined":
      if (event.data.kind === "case" && event.data.number !== number) return undefined;
      return {
        vi: `Không duyệt đề nghị thay của ${nameOf(event.data.requestedBy)}.`,
        en: `Declined what ${nameOf(event.data.requestedBy)} asked to be exchanged.`,
        why: event.data.reason,
      };
    default:
      return undefined;
  }
};

/** Of what the national database said of the record. */
const answerSentence = (
  event: RecordedDomainEvent,
  { recordId, wentOutFirst }: Around,
): Sentence | undefined => {
  if (event.type === "BookHandedOver") {
    if (event.data.sequence !== 1 || !wentOutFirst) return undefined;
    return {
      vi: "Gửi tới cơ sở dữ liệu quốc gia trong gói 1 (cả quyển).",
      en: "Sent to the national database in package 1 (the whole book).",
    };
  }
  if (event.type !== "NationalAnswerRecorded") return undefined;
  const { contradicted, refused, missing, sequence, more, packedRecordIds } = event.data;
  const said = contradicted?.cases.find((one) => one.recordId === recordId);
  if (contradicted && said) {
    const { kept, because: why } = contradicted;
    const [vi, en] = said.now === "refused" ? ["từ chối", "refused"] : ["đã nạp", "loaded"];
    return kept === "before"
      ? {
          vi: `Cơ sở dữ liệu quốc gia trả lời: ${vi}, trái với kết quả trước; vẫn giữ kết quả trước.`,
          en: `The national database answered: ${en}, against the answer before, which was kept.`,
          why,
        }
      : {
          vi: `Cơ sở dữ liệu quốc gia trả lời: ${vi}, trái với kết quả trước; lấy kết quả này.`,
          en: `The national database answered: ${en}, against the answer before; this one stands.`,
          why,
        };
  }
  const why = refused.find((one) => one.recordId === recordId)?.reason;
  if (why !== undefined)
    return {
      vi: `Cơ sở dữ liệu quốc gia từ chối (kết quả của gói ${sequence}).`,
      en: `The national database refused it (the answer to package ${sequence}).`,
      why,
    };
  const isAsked = packedRecordIds?.includes(recordId) ?? (sequence === 1 && !more && wentOutFirst);
  if (!isAsked || missing.some((one) => one.recordId === recordId)) return undefined;
  return {
    vi: `Cơ sở dữ liệu quốc gia đã nạp (kết quả của gói ${sequence}).`,
    en: `The national database loaded it (the answer to package ${sequence}).`,
  };
};

/** Of what one person put beside the accepted case, and another looked at before it went out. */
const confirmedSentence = (
  event: RecordedDomainEvent,
  { recordId, number }: Around,
): Sentence | undefined => {
  if (event.type !== "ChangesSinceAcceptanceConfirmed") return undefined;
  const { notes, scans } = event.data;
  const ofNotes = notes.filter((note) => note.recordId === recordId).length;
  const hasScan = scans.some((scan) => scan.kind === "case" && scan.number === number);
  if (ofNotes === 0 && !hasScan) return undefined;
  const vi = [
    ...(ofNotes > 0 ? [`${ofNotes} ghi chú theo quyết định`] : []),
    ...(hasScan ? ["ảnh quét"] : []),
  ];
  const en = [...(ofNotes > 0 ? [`${ofNotes} notes by a decision`] : []), ...(hasScan ? ["the scan"] : [])];
  return {
    vi: `Xác nhận ${vi.join(" và ")} thêm sau nghiệm thu, để gửi đi.`,
    en: `Confirmed ${en.join(" and ")} added after the acceptance, to go out.`,
  };
};

/**
 * Of the second acceptance of the book, from the case's first day on: of several the last one
 * counts, and the others say so.
 */
const handoverSentence = (event: RecordedDomainEvent, { acceptance }: Around): Sentence | undefined => {
  const { times, of } = acceptance;
  if (event.type !== "HandoverAccepted" || times === 0) return undefined;
  const why = event.data.note;
  if (of === 1)
    return {
      vi: "Nghiệm thu kết quả nạp sổ vào cơ sở dữ liệu quốc gia.",
      en: "Accepted what was loaded of the book into the national database.",
      why,
    };
  const isLast = times === of;
  return {
    vi: `Nghiệm thu kết quả nạp sổ vào cơ sở dữ liệu quốc gia, lần ${times}${isLast ? "." : "; sau đó có thay đổi và đã nghiệm thu lại."}`,
    en: `Accepted what was loaded of the book into the national database, time ${times}${isLast ? "." : "; something came after that, and it was accepted again."}`,
    why,
  };
};

export const sentenceFor = (event: RecordedDomainEvent, around: Around): Sentence | undefined =>
  isRecordEvent(event)
    ? recordSentence(event, around)
    : (stageSentence(event) ??
      batchSentence(event, around) ??
      reviewSentence(event, around) ??
      correctionSentence(event) ??
      replacementSentence(event, around) ??
      answerSentence(event, around) ??
      confirmedSentence(event, around) ??
      handoverSentence(event, around));
