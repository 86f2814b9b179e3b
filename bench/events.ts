import { GENESIS_HASH, linkEvent, type NewEvent, uuidFrom } from "@sogoc/core";

/** A seeded generator of numbers in 0 … bound-1. */
export const seeded = (seed: number) => {
  let state = seed >>> 0 || 1;
  return (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
};

const FAMILY = [
  "Nguyễn",
  "Nguyễn",
  "Nguyễn",
  "Trần",
  "Lê",
  "Phạm",
  "Hoàng",
  "Huỳnh",
  "Phan",
  "Vũ",
  "Võ",
  "Đặng",
  "Bùi",
  "Đỗ",
];
const MIDDLE = ["Văn", "Văn", "Thị", "Thị", "Hữu", "Đức", "Ngọc", "Minh", "Quang", "Thanh"];
const GIVEN = [
  "An",
  "Anh",
  "Bình",
  "Chi",
  "Dũng",
  "Giang",
  "Hà",
  "Hạnh",
  "Hùng",
  "Khánh",
  "Lan",
  "Linh",
  "Mai",
  "Nam",
  "Oanh",
  "Phúc",
  "Quân",
  "Sơn",
  "Thảo",
  "Uyên",
  "Việt",
  "Xuân",
  "Yến",
];

export const nameOf = (random: (bound: number) => number): string =>
  [FAMILY, MIDDLE, GIVEN].map((names) => names[random(names.length)] ?? "").join(" ");

/** The 1.2 KB of an entered record, made up. */
const recordData = (random: (bound: number) => number, number: number) => {
  const date = `${1 + random(28)}/${1 + random(12)}/${2006 + random(10)}`;
  const place = `xã Số ${random(300)}, huyện Số ${random(20)}, tỉnh Thử Nghiệm`;
  return {
    batchId: `batch-${Math.floor(number / 100)}`,
    unitId: `unit-${random(400)}`,
    bookId: `book-${Math.floor(number / 300)}`,
    type: "KS",
    number: `${1 + (number % 300)}/2010`,
    fields: {
      nksHoTen: nameOf(random),
      nksGioiTinh: random(2) === 0 ? "1" : "2",
      nksNgaySinh: date,
      nksNoiSinh: `Trạm y tế ${place}`,
      nksDanToc: "Kinh",
      nksQuocTich: "Việt Nam",
      meHoTen: nameOf(random),
      meNgaySinh: `${1970 + random(25)}`,
      meNoiCuTru: place,
      chaHoTen: nameOf(random),
      chaNgaySinh: `${1968 + random(25)}`,
      chaNoiCuTru: place,
      nycHoTen: nameOf(random),
      nguoiKy: nameOf(random),
      chucVuNguoiKy: "Chủ tịch UBND xã",
      ngayDangKy: date,
    },
  };
};

export interface LoggedEvent {
  readonly stream: string;
  readonly event: NewEvent;
}

const LIFE = ["RecordEntered", "RecordKeyedAgain", "RecordChecked", "RecordCorrected"] as const;

const dataOf = (type: string, random: (bound: number) => number, number: number): unknown => {
  const whole = recordData(random, number);
  if (type === "RecordEntered") return whole;
  if (type === "RecordKeyedAgain") return { ...whole, second: true };
  return { ...whole, verdict: "right", note: `Đối chiếu với sổ gốc, trường hợp ${number}` };
};

/**
 * Events of that many records, hashed and chained, in the order in which 8 batches of 100 go on
 * side by side.
 */
export const recordEvents = (seed: number, records: number, prefix = "record"): LoggedEvent[] => {
  const random = seeded(seed);
  const logged: LoggedEvent[] = [];
  for (let first = 0; first < records; first += 800) {
    const open = Array.from({ length: Math.min(800, records - first) }, (_, index) => ({
      number: first + index,
      hash: GENESIS_HASH,
    }));
    for (const [revision, type] of LIFE.entries()) {
      for (const record of open) {
        const stream = `${prefix}-${uuidFrom(prefix, String(record.number))}`;
        const commandId = uuidFrom(stream, type);
        const event = linkEvent(
          {
            id: uuidFrom(commandId, "0"),
            type,
            schema: 1,
            data: dataOf(type, random, record.number),
            metadata: {
              actor: {
                account: `account-${random(64)}`,
                name: nameOf(random),
                roles: ["clerk"],
                unit: `unit-${random(400)}`,
              },
              at: "2026-03-01T02:00:00.000Z",
              commandId,
              correlationId: commandId,
            },
          },
          { stream, revision, previousHash: record.hash },
        );
        record.hash = event.metadata.hash;
        logged.push({ stream, event });
      }
    }
  }
  return logged;
};
