import type { RecordedEvent } from "@sogoc/core";

type Told = Pick<RecordedEvent, "type" | "data">;

/** Reads what it finds: an event of an earlier program may lack any of it. */
const readerOf =
  ({ data }: Told) =>
  (field: string): string => {
    const value: unknown = Object.getOwnPropertyDescriptor(data, field)?.value;
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };

/** The first words stand together; of the others, those that are known follow. */
const joined = (first: readonly string[], others: readonly (readonly [string, string])[]): string =>
  [first, ...others.filter(([, value]) => value !== "")]
    .map((words) => words.filter((word) => word !== "").join(" "))
    .join(", ");

/** Types of events that only tell what things are called. */
export const typesTellingNames: readonly string[] = ["BookRegistered"];

/**
 * Says what a stored file is, as people know it: the file name that it came with, number, book.
 * Learns the names of books from the events before; answers "" for what it knows nothing of.
 */
export const createBlobWords = () => {
  const books = new Map<string, string>();

  const bookOf = (read: ReturnType<typeof readerOf>): string => {
    const own = [read("recordType"), read("bookNumber")].filter((part) => part !== "");
    return books.get(read("bookId")) ?? (own.length === 2 ? own.join(" ") : "");
  };

  return {
    learn(event: Told): void {
      if (event.type !== "BookRegistered") return;
      const read = readerOf(event);
      const office = read("office");
      const name = `${read("recordType")} ${read("bookNumber")}`;
      books.set(read("bookId"), office === "" ? name : `${name} (${office})`);
    },
    wordsFor(event: Told): string {
      const read = readerOf(event);
      const [file, number, book] = [read("fileName"), read("number"), bookOf(read)];
      const say = (vi: string, en: string) =>
        [
          joined(
            [vi, file],
            [
              ["số", number],
              ["sổ", book],
            ],
          ),
          joined(
            [en, file],
            [
              ["number", number],
              ["book", book],
            ],
          ),
        ].join(" / ");
      switch (event.type) {
        case "ScanAttached":
          return say("bản quét", "scan");
        case "ImportPrepared":
          return say("tệp nhập", "import");
        case "NationalAnswerRecorded":
          return say("tệp kết quả", "answer file");
        case "BookHandedOver":
          return say("gói bàn giao", "package handed over");
        case "BookExported":
          return say("gói xuất", "export");
        default:
          return "";
      }
    },
  };
};
