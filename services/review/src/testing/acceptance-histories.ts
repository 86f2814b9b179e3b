import type { BatchPolicy, DataOf, FieldValue, Mark, RecordedDomainEvent } from "@sogoc/events";
import { countFirstCases } from "@sogoc/registers";
import fc from "fast-check";
import { expect } from "vitest";
import { BOOK, FIRST_KEYED, type Office, startOffice } from "./simulated-office.ts";

type Severity = Mark["severity"];

/** What is asked for after acceptance: a name emptied, or a mother of two; with reasons or none. */
type Amendment = "emptied" | "emptied-with-reason" | "young" | "young-with-reason";

/** Something a person tries, whether or not it is time for it. */
type Step =
  | { readonly do: "submit" | "form-lot" | "answer" | "withdraw"; readonly which: number }
  /** A scan of the whole book, of so many pages; and an office of the other book of the number. */
  | { readonly do: "scan"; readonly which: number; readonly who: string; readonly pages: number }
  | { readonly do: "rename-other"; readonly which: number; readonly who: string; readonly isSame: boolean }
  /** Who keeps the book does so, or whoever accepts. */
  | { readonly do: "close-findings"; readonly which: number; readonly who: string }
  /** A batch of a number that the book may have, or of one far behind its inventory. */
  | { readonly do: "open-batch"; readonly which: number; readonly from: number; readonly who: string }
  | { readonly do: "count-anew"; readonly which: number; readonly expected: number; readonly who: string }
  | {
      readonly do: "check";
      readonly which: number;
      readonly who: string;
      /** Who had set the checker's password shortly before. */
      readonly setBy?: string | undefined;
      readonly because?: string | undefined;
      readonly wrong: readonly (Severity | null)[];
    }
  | { readonly do: "decide-amendment"; readonly which: number; readonly who: string; readonly how: string }
  | { readonly do: "amend"; readonly which: number; readonly record: number; readonly how: Amendment }
  | {
      readonly do:
        | "finish"
        | "hide"
        | "postpone"
        | "as-it-was"
        | "correct"
        | "put-back"
        | "note"
        | "draw-anew"
        | "change-alone"
        | "spell-otherwise"
        | "leave-out"
        | "key-same-again"
        | "key-with-letter"
        | "key-elsewhere";
      readonly which: number;
      readonly record: number;
    }
  | {
      readonly do: "accepted" | "accepted-after-fixes" | "returned";
      readonly which: number;
      readonly of: "lot" | "batch";
      readonly who: string;
    };

const which = fc.nat({ max: 5 });
/** Mostly right; one entry for each case to look at, nobody looks at the rest. */
const right: readonly (Severity | null)[] = Array.from({ length: 8 }, () => null);
const wrong = fc.oneof(
  { weight: 3, arbitrary: fc.constant(right) },
  { weight: 2, arbitrary: fc.constant(["minor" as const, ...right.slice(1)]) },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.constantFrom(null, null, "minor" as const, "major" as const, "critical" as const),
      {
        maxLength: 8,
      },
    ),
  },
);
/** A colleague may come to the same case, with a word of why or without. */
const who = fc.constantFrom("kiem", "kiem", "hoa", "hoa", "tu");
/** Now and then somebody decides who has keyed a case of it, or asked for what is decided. */
const decider = fc.constantFrom("duyet", "duyet", "lan", "lan", "tu");
/** Mostly whoever keeps the book; now and then somebody who accepts, too. */
const closer = fc.constantFrom("nam", "nam", "nam", "nam", "duyet");
const approver = fc.constantFrom("duyet", "duyet", "nam", "tu");
const setBy = fc.constantFrom(undefined, undefined, undefined, "chinh");
const because = fc.constantFrom(undefined, "đã đối chiếu bản gốc");
const goes = fc.constantFrom(
  "leave-out" as const,
  "key-same-again" as const,
  "key-with-letter" as const,
  "key-elsewhere" as const,
);
const how = fc.constantFrom<Amendment>("emptied", "emptied-with-reason", "young", "young-with-reason");
const of = fc.constantFrom("lot" as const, "batch" as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("submit" as const), which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("form-lot" as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("close-findings" as const), which, who: closer }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("open-batch" as const),
      which,
      from: fc.constantFrom(9, 10, 900),
      who: closer,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("withdraw" as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("count-anew" as const),
      which,
      expected: fc.constantFrom(8, 8, 9, 10),
      who: closer,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("answer" as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("scan" as const),
      which,
      who: closer,
      pages: fc.constantFrom(1, 2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("rename-other" as const),
      which,
      who: closer,
      isSame: fc.constantFrom(true, false, false, false),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({ do: fc.constant("check" as const), which, who, setBy, because, wrong }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("finish" as const), which, record: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("hide" as const), which, record: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("postpone" as const), which, record: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("as-it-was" as const), which, record: which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("correct" as const), which, record: which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("put-back" as const), which, record: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("note" as const), which, record: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("draw-anew" as const), which, record: which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("change-alone" as const), which, record: which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("spell-otherwise" as const), which, record: which }) },
  { weight: 2, arbitrary: fc.record({ do: goes, which, record: which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("amend" as const), which, record: which, how }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("decide-amendment" as const),
      which,
      who: approver,
      how: fc.constantFrom("approve", "approve", "decline"),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("accepted" as const), which, of, who: decider }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("accepted-after-fixes" as const), which, of, who: decider }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("returned" as const), which, of, who: decider }) },
);

const policy = (acceptance: "lot" | "share", keying: BatchPolicy["keying"] = "single") => ({
  keying,
  sampleShare: 0.5,
  sampleMinimum: 2,
  errorLimit: 0.05,
  leaseHours: 24,
  acceptance,
});
const history = fc.record({
  expectedCases: fc.constantFrom(8, 9),
  pages: fc.constantFrom(undefined, undefined, undefined, undefined, 2),
  ways: fc.tuple(fc.constantFrom("lot", "share"), fc.constantFrom("lot", "share")),
  keyings: fc.tuple(
    fc.constantFrom<BatchPolicy["keying"]>("single", "double-identity"),
    fc.constantFrom<BatchPolicy["keying"]>("single", "single", "double-all"),
  ),
  // These came from a workbook, with findings that nobody was asked about.
  imported: fc.constantFrom([], [], [2], [3, 6]),
  saysBlank: fc.boolean(),
  steps: fc.array(step, { minLength: 40, maxLength: 80 }),
});

interface Listed {
  readonly items: readonly { readonly id: string; readonly status: string }[];
}
interface Refusal {
  readonly errors?: readonly { readonly rule: string; readonly fields: readonly string[] }[];
}
interface Sampled {
  readonly sample: readonly { readonly recordId: string; readonly checked: boolean }[];
}

const nth = <Item>(items: readonly Item[], place: number): Item | undefined =>
  items[place % Math.max(1, items.length)];

const openReviewsOf = async (office: Office, batchId: string) => {
  const path = `/reviews?status=open&batchId=${batchId}`;
  return (await office.ask<{ items: (Sampled & { id: string })[] }>("duyet:acceptor", "GET", path)).body
    .items;
};

/**
 * Submits the batch, marks the first name of the sample and returns the batch for it. Returns the
 * sample; undefined, with nothing marked, where no open review has so many cases to look at.
 */
const returnForFirst = async (
  office: Office,
  batchId: string,
  mark: Pick<Mark, "severity" | "reason">,
  least = 1,
): Promise<Sampled["sample"] | undefined> => {
  await office.submit(batchId);
  const [review] = await openReviewsOf(office, batchId);
  const [first] = review?.sample ?? [];
  if (!review || !first || review.sample.length < least) return undefined;
  await office.check(review.id, first.recordId, [{ field: "nksHoTen", ...mark }]);
  await office.ask("duyet:acceptor", "POST", `/reviews/${review.id}/return`, { reason: "còn sai" });
  return review.sample;
};

/** The limits of its batches are laxer than usual: who accepts one by itself says so be it. */
const WORD = { acceptsLaxerLimits: true };

/** Whatever has to be looked at is found right, and what the book owes is closed by somebody. */
const acceptAsRight = async (
  office: Office,
  batchId: string,
  {
    because,
    closing = "nam",
    accepting = "duyet",
  }: {
    readonly because?: string;
    readonly closing?: string | null | undefined;
    readonly accepting?: string | undefined;
  } = {},
): Promise<string | undefined> => {
  if (closing !== null) await office.closeFindings(closing);
  let refused: string | undefined;
  for (const { id } of await openReviewsOf(office, batchId)) {
    const { sample } = (await office.ask<Sampled>("kiem:checker", "GET", `/reviews/${id}`)).body;
    for (const { recordId, checked } of sample)
      if (!checked) await office.check(id, recordId, [], { because });
    refused = (await office.ask(`${accepting}:acceptor`, "POST", `/reviews/${id}/accept`, WORD)).body.code;
  }
  return refused;
};

/** Answers the code of what was refused. */
const perform = async (office: Office, wish: Step): Promise<string | undefined> => {
  const batchId = nth([...office.batches.keys()], wish.which) ?? "";
  const recordIds = [...(office.batches.get(batchId)?.records.keys() ?? [])];
  const open = async (of: "lot" | "batch") => {
    const path = of === "lot" ? "/lots?status=open" : "/reviews?status=open";
    return (
      nth((await office.ask<Listed>("duyet:acceptor", "GET", path)).body.items, wish.which)?.id ?? "none"
    );
  };
  switch (wish.do) {
    case "submit":
      await office.submit(batchId);
      return undefined;
    case "amend": {
      const recordId = nth(recordIds, wish.record) ?? "";
      const answers = wish.how.endsWith("with-reason");
      const changes = wish.how.startsWith("emptied")
        ? { nksHoTen: { raw: "" } }
        : { meNgaySinh: { raw: "2006" } };
      const ask = (accepted: readonly object[]) =>
        office.ask<Refusal>("nam:clerk", "POST", "/corrections", {
          recordId,
          changes,
          reason: "đối chiếu lại",
          accepted: accepted.length > 0 ? accepted : undefined,
        });
      const first = await ask([]);
      if (!answers) return first.body.code === "warning-not-accepted" ? "amendment-unanswered" : undefined;
      const accepted = (first.body.errors ?? []).map(({ rule, fields }) => ({
        rule,
        fields,
        reason: "sổ ghi như vậy",
      }));
      return (await ask(accepted)).status === 201 ? "amendment-asked" : undefined;
    }
    case "decide-amendment": {
      const asked = await office.ask<Listed>("duyet:acceptor", "GET", "/corrections?status=requested");
      const id = nth(asked.body.items, wish.which)?.id;
      if (id === undefined) return undefined;
      const body = wish.how === "approve" ? {} : { reason: "không đúng sổ" };
      const path = `/corrections/${id}/${wish.how}`;
      const decided = await office.ask(`${wish.who}:acceptor`, "POST", path, body);
      if (decided.body.code !== undefined) return decided.body.code;
      await office.apply(id);
      return wish.how === "approve" ? "amended" : "amendment-declined";
    }
    case "answer":
      await office.answer(batchId);
      return undefined;
    case "scan":
      await office.scanAnew(wish.who, wish.pages);
      return undefined;
    case "rename-other":
      await office.renameOther(wish.who, wish.isSame);
      return wish.isSame ? "registered-twice" : undefined;
    case "close-findings":
      await office.closeFindings(wish.who);
      return undefined;
    case "open-batch":
      await office.openEmpty(wish.from, wish.who);
      return undefined;
    case "withdraw":
      return (await office.withdrawEmpty()) ? "withdrawn" : undefined;
    case "count-anew":
      await office.countAnew(wish.expected, wish.who);
      return undefined;
    case "finish": {
      // One change, and everything is found right, with a word, as far as somebody looks at it.
      await perform(office, { do: "correct", which: wish.which, record: wish.record });
      await office.submit(batchId);
      return acceptAsRight(office, batchId, {
        because: "đã đối chiếu bản gốc",
        closing: [null, "duyet", "nam"][wish.record % 3],
        accepting: ["duyet", "lan"][wish.record % 2],
      });
    }
    case "as-it-was": {
      // What was marked comes back untouched, changed and changed back or spelled otherwise, and
      // nobody says a word.
      const mark = { severity: "minor", reason: "sai dấu" } as const;
      const [first] = (await returnForFirst(office, batchId, mark)) ?? [];
      if (!first) return undefined;
      if (wish.record % 3 === 0) {
        await office.correct(batchId, first.recordId);
        await office.correct(batchId, first.recordId, FIRST_KEYED);
      }
      if (wish.record % 3 === 1) await office.spellOtherwise(batchId, first.recordId);
      await office.submit(batchId);
      return acceptAsRight(office, batchId);
    }
    case "postpone": {
      // An empty batch is open while one is accepted, and gone when the next one is; whoever
      // accepted the first says meanwhile that the book is right, or that it has fewer cases.
      for (const id of office.batches.keys()) {
        await office.answer(id);
        await office.submit(id);
      }
      await office.openEmpty(wish.record % 2 === 0 ? 900 : 9, wish.record % 3 === 1 ? "duyet" : "nam");
      const [first = "", second = ""] = office.batches.keys();
      await acceptAsRight(office, first, { because: "đã đối chiếu bản gốc", closing: null });
      await office.withdrawEmpty();
      if (wish.record % 3 === 0) await office.countAnew(8, "duyet");
      else await office.closeFindings("duyet");
      const because = "đã đối chiếu bản gốc";
      return acceptAsRight(office, second, { because, closing: null, accepting: "lan" });
    }
    case "hide": {
      // The marked case goes, and the same values come back under its number with a letter.
      const mark = { severity: "critical", reason: "sai" } as const;
      const [first] = (await returnForFirst(office, batchId, mark)) ?? [];
      if (!first) return undefined;
      await office.leaveOut(batchId, first.recordId, "letter");
      await office.submit(batchId);
      await acceptAsRight(office, batchId);
      return undefined;
    }
    case "correct":
      await office.correct(batchId, nth(recordIds, wish.record) ?? "");
      return undefined;
    case "put-back":
      await office.correct(batchId, nth(recordIds, wish.record) ?? "", FIRST_KEYED);
      return undefined;
    case "note":
      return (await office.note(batchId, nth(recordIds, wish.record) ?? "")) ? "noted" : undefined;
    case "draw-anew": {
      // One of the sample is marked, the rest of it comes back as nobody has looked at it, or goes
      // and comes back under its number or with a letter.
      const mark = { severity: "minor", reason: "sai dấu" } as const;
      const [first, second] = (await returnForFirst(office, batchId, mark, 2)) ?? [];
      if (!first || !second) return undefined;
      await office.correct(batchId, first.recordId);
      const again = ([undefined, "same", "letter"] as const)[wish.record % 3];
      if (again) await office.leaveOut(batchId, second.recordId, again);
      await office.submit(batchId);
      return acceptAsRight(office, batchId, { because: "đã đối chiếu bản gốc" });
    }
    case "change-alone": {
      // One of the sample is marked; what comes back with it has other names, or was voided and
      // keyed once more.
      const mark = { severity: "critical", reason: "sai" } as const;
      const [first] = (await returnForFirst(office, batchId, mark)) ?? [];
      if (!first) return undefined;
      for (const recordId of recordIds) {
        if (wish.record % 3 === 0) await office.leaveOut(batchId, recordId, "same");
        else await office.correct(batchId, recordId);
        if (wish.record % 3 === 2) await office.correct(batchId, recordId, FIRST_KEYED);
      }
      await office.submit(batchId);
      return acceptAsRight(office, batchId, { because: "đã đối chiếu bản gốc" });
    }
    case "spell-otherwise":
      await office.spellOtherwise(batchId, nth(recordIds, wish.record) ?? "");
      return "spelled-otherwise";
    case "leave-out":
    case "key-same-again":
    case "key-with-letter":
    case "key-elsewhere": {
      const again = {
        "leave-out": undefined,
        "key-same-again": "same",
        "key-with-letter": "letter",
        "key-elsewhere": "elsewhere",
      } as const;
      const by = wish.record % 3 === 0 ? "tu" : "nam";
      await office.leaveOut(batchId, nth(recordIds, wish.record) ?? "", again[wish.do], by);
      return undefined;
    }
    case "form-lot": {
      const waiting = await office.ask<{ items: { batchId: string; round: number }[] }>(
        "duyet:acceptor",
        "GET",
        "/lots/waiting",
      );
      // What came back is inspected apart from what is submitted for the first time.
      const [first] = waiting.body.items;
      const batchIds = waiting.body.items
        .filter(({ round }) => (round === 1) === (first?.round === 1))
        .map((one) => one.batchId);
      if (batchIds.length === 0) return undefined;
      const body = { batchIds, resumedBecause: "đã sửa nguyên nhân" };
      return (await office.ask("duyet:acceptor", "POST", "/lots", body)).body.code;
    }
    case "check": {
      const reviewId = await open("batch");
      const { sample = [] } = (
        await office.ask<Partial<Sampled>>("kiem:checker", "GET", `/reviews/${reviewId}`)
      ).body;
      for (const [index, { recordId }] of sample.entries()) {
        const severity = wish.wrong[index];
        if (severity === undefined) continue;
        const marks = severity === null ? [] : [{ field: "nksHoTen", severity, reason: "sai so với sổ" }];
        const { code } = (await office.check(reviewId, recordId, marks, wish)).body;
        if (code === "keyed-by-yourself") return code;
      }
      return undefined;
    }
    default: {
      const id = await open(wish.of);
      const reason = "theo kết quả kiểm tra";
      const ways = { accepted: "accept", "accepted-after-fixes": "accept-after-fixes", returned: "return" };
      const path = wish.of === "lot" ? `/lots/${id}/decide` : `/reviews/${id}/${ways[wish.do]}`;
      const bodies = { accepted: WORD, "accepted-after-fixes": { ...WORD, reason }, returned: { reason } };
      const body = wish.of === "lot" ? { verdict: wish.do, reason } : bodies[wish.do];
      return (await office.ask(`${wish.who}:acceptor`, "POST", path, body)).body.code;
    }
  }
};

/** Fields that the book has of each case, the book's own number aside, counted by hand. */
const FIELDS_IN_A_CASE = 15;

interface KnownRecord {
  readonly recordId: string;
  readonly batchId: string;
  readonly number: string;
  readonly keyers: Set<string>;
  /** Where its fields changed last, what the rules find in it was answered, or it was voided. */
  changed: number;
  gone: boolean;
  /** Nobody was asked about what the rules find in it. */
  unanswered: boolean;
  /** The name of its child. */
  name: string;
  /** The name on which two people agreed. */
  agreed?: string | undefined;
  /** Names of the child that an earlier round marked wrong, and nobody has said are right. */
  readonly wrongNames: Set<string>;
}

/** However it is spelled: this office has names of which capitals and spaces tell nothing. */
const nameIn = (value: FieldValue | undefined): string =>
  (value && "raw" in value ? (value.raw ?? "") : "").toUpperCase().replaceAll(" ", "");

/**
 * What stands against each acceptance of a log, found by reading it from its first event on, with
 * none of the service's own state.
 */
const faultsIn = (
  log: readonly RecordedDomainEvent[],
  inventory: number,
  pages: number | undefined,
): readonly string[] => {
  const faults: string[] = [];
  const records = new Map<string, KnownRecord>();
  const checks = new Map<string, { at: number; marks: readonly Mark[]; by: string }>();
  const onceMarked = new Set<string>();
  const submitted = new Map<string, boolean>();
  const fixesBegun = new Map<string, number>();
  let expectedCases = inventory;
  let countedBy = "";
  /** How many pages are scanned, and by whom; and of the other book of the number its office. */
  let pagesScanned = 0;
  let scannedBy = "";
  const other = { office: "", saidBy: "", wasSame: false };
  const isSameOffice = () => other.office === "UBND xã Mai Lam";
  /** Who accepts says nothing that the book agrees by. */
  const ownWord = (who: string, what: string) => {
    if (who === countedBy) faults.push(`${who} counted the cases and ${what}`);
    if (pages !== undefined && who === scannedBy) faults.push(`${who} scanned its pages and ${what}`);
    if (canAllCome() && unfinished().some(({ by }) => by === who))
      faults.push(`${who} opened a batch of what is missing and ${what}`);
    if (!isSameOffice() && other.wasSame && who === other.saidBy)
      faults.push(`${who} said that the other book is another and ${what}`);
  };
  /** By finding, everybody who has closed it. */
  const closed = new Map<string, Set<string>>();
  const acceptors = new Set<string>();
  /** The numbers of each batch that has not been withdrawn, and who opened it. */
  const opened = new Map<string, { readonly from: number; readonly to: number; readonly by: string }>();
  const decidedLots = new Set<string>();
  const acceptedBatches = new Set<string>();
  /** Batches that are judged alone, by limits laxer than usual. */
  const byUnit = new Set<string>();
  const keyedTwice = new Set(
    log.flatMap(({ type, data }) =>
      type === "BatchOpened" && data.policy.keying !== "single" ? [data.batchId] : [],
    ),
  );
  const alone = new Set(
    log.flatMap(({ type, data }) =>
      type === "BatchOpened" && data.policy.acceptance === "share" ? [data.batchId] : [],
    ),
  );
  /** Cases that a sample had, and that nobody has looked at since. */
  const drawn = new Set<string>();
  const approved = new Set<string>();
  /** Where a scan was attached last, and where the last round of more than fixes began. */
  let scanned = 0;
  const roundBegun = new Map<string, number>();
  /** The review of each batch that is open, or was last. */
  const reviewOf = new Map<string, string>();

  /** Cases that the inventory counts: no second case of a number. */
  const count = () =>
    countFirstCases([...records.values()].flatMap(({ gone, number }) => (gone ? [] : [number])));
  /** By the word of somebody who has accepted nothing of the book. */
  const isClosed = (finding: string) => [...(closed.get(finding) ?? [])].some((who) => !acceptors.has(who));
  const lastNumber = () =>
    Math.max(0, ...[...records.values()].map(({ gone, number }) => (gone ? 0 : Number.parseInt(number, 10))));
  /** Batches being keyed in which a case of the book is still missing, with these numbers. */
  const unfinished = () => {
    const entered = new Set([...records.values()].flatMap(({ gone, number }) => (gone ? [] : [number])));
    const reach = Math.max(expectedCases, lastNumber() + 1);
    return [...opened].flatMap(([batchId, { from, to, by }]) => {
      if (submitted.get(batchId) || from > reach) return [];
      const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      const missing = numbers.filter((number) => !entered.has(`${number}`));
      return missing.length > 0 ? [{ by, missing }] : [];
    });
  };
  /** Whether all that the inventory has may still come, beside what a gap of numbers tells of. */
  const canAllCome = (): boolean => {
    if (count() >= expectedCases) return false;
    const missing = new Set(unfinished().flatMap((one) => one.missing));
    const entered = new Set(
      [...records.values()].flatMap(({ gone, number }) => (gone ? [] : [Number.parseInt(number, 10)])),
    );
    let told = 0;
    for (let number = Math.min(...entered); number < lastNumber(); number++)
      if (!entered.has(number) && !missing.has(number)) told++;
    return missing.size > 0 && count() + missing.size + told >= expectedCases;
  };
  const owes = (): boolean => {
    if (acceptors.has(countedBy)) return true;
    const isToCome = canAllCome();
    const differs = count() !== expectedCases;
    if (!isToCome && differs && !isClosed(`cases-expected-differ ${expectedCases}/${count()}`)) return true;
    const isOtherPages = pages !== undefined && pagesScanned > 0 && pagesScanned !== pages;
    if (
      !(isToCome && pagesScanned < (pages ?? 0)) &&
      isOtherPages &&
      !isClosed(`pages-differ ${pages}/${pagesScanned}`)
    )
      return true;
    if (isSameOffice() && !isClosed(`book-registered-twice 01/2008/${other.office}`)) return true;
    const entered = [...records.values()].filter(({ gone }) => !gone);
    const alone = entered.filter(({ number }) => {
      const plain = Number.parseInt(number, 10);
      return (
        number !== `${plain}` &&
        entered.filter((one) => Number.parseInt(one.number, 10) === plain).length === 1
      );
    });
    return alone.some(
      ({ number, batchId }) => submitted.get(batchId) === true && !isClosed(`suffix-alone ${number}/2008`),
    );
  };
  const look = (batchId: string): void => {
    const fixes = fixesBegun.get(batchId);
    const goneNumbers = new Set(
      [...records].flatMap(([recordId, { gone, number }]) =>
        gone && (onceMarked.has(recordId) || drawn.has(recordId)) ? [Number.parseInt(number, 10)] : [],
      ),
    );
    for (const [recordId, record] of records) {
      if (record.batchId !== batchId) continue;
      const check = checks.get(recordId);
      const what = record.gone ? `${recordId}, which is gone,` : recordId;
      for (const { severity } of check?.marks ?? []) faults.push(`${severity} mark left in ${what}`);
      if (!record.gone && record.wrongNames.has(record.name))
        faults.push(`${what} is as it was when it was marked, and nobody says why`);
      if (record.unanswered && !record.gone) faults.push(`nobody answered what the rules find in ${what}`);
      const seen = (check?.at ?? 0) > record.changed;
      const at = check?.at ?? 0;
      if (!record.gone && at > (roundBegun.get(batchId) ?? 0) && at < scanned)
        faults.push(`${what} was found right beside another scan`);
      if (fixes !== undefined && record.changed > fixes && !seen)
        faults.push(`${what} changed, and nobody looked`);
      if (!record.gone && keyedTwice.has(batchId) && record.name !== record.agreed && !seen)
        faults.push(`one person alone stands for ${what}, and nobody looked`);
      if (record.gone && !seen) faults.push(`${what} was voided, and nobody looked`);
      if (drawn.has(recordId)) faults.push(`${what} was to be looked at, and nobody did`);
      if (!record.gone && goneNumbers.has(Number.parseInt(record.number, 10)) && !seen)
        faults.push(`${what} stands for a marked case, and nobody looked`);
    }
  };
  /** What each checker says of a case in a round, and nobody has taken away since. */
  const said = new Map<string, Map<string, readonly Mark[]>>();
  const wordOf = ({ severity, reason, field }: Mark) => `${field} ${severity} ${reason}`;
  /** What was said of a case while somebody else had a hand in the account. */
  const inTwoHands = new Set<string>();
  /** A mark that goes without a word: a colleague's, of a critical error, or by another's hand. */
  const wiped = (
    { recordId, marks, left = [], withdrawn = [], checkedBy }: DataOf<"RecordChecked">,
    reviewId: string,
    setBy: string | undefined,
  ) => {
    const place = `${reviewId} ${recordId}`;
    const words = said.get(place) ?? new Map<string, readonly Mark[]>();
    const takenAway = new Set(withdrawn.flatMap((one) => (one.because === "" ? [] : [one.field])));
    const isInTwoHands = (mark: Mark) =>
      setBy !== undefined || inTwoHands.has(`${place} ${checkedBy} ${wordOf(mark)}`);
    for (const [who, all] of words) {
      const isCritical = marks.some(({ severity }) => severity === "critical");
      const theirs =
        who === checkedBy
          ? all.filter((mark) => isInTwoHands(mark) || (mark.severity === "critical" && !isCritical))
          : all;
      const stand = theirs.filter(({ field }) => !takenAway.has(field));
      if (stand.some((mark) => !marks.some((now) => wordOf(now) === wordOf(mark))))
        faults.push(`${checkedBy} wiped what ${who} marked in ${recordId}`);
      if (who !== checkedBy) words.set(who, stand);
    }
    for (const mark of marks.filter((one) => !left.some((other) => wordOf(other) === wordOf(one)))) {
      const word = `${place} ${checkedBy} ${wordOf(mark)}`;
      if (setBy === undefined) inTwoHands.delete(word);
      else inTwoHands.add(word);
    }
    const others = new Set(left.flatMap((mark) => (mark.own ? [] : [wordOf(mark)])));
    said.set(
      place,
      words.set(
        checkedBy,
        marks.filter((mark) => !others.has(wordOf(mark))),
      ),
    );
  };
  /** Nobody judges what they keyed, voided or checked, nor approves what they asked for. */
  const judged = (who: string, batchIds: readonly string[], what: string) => {
    for (const { batchId, keyers, recordId } of records.values())
      if (batchIds.includes(batchId) && keyers.has(who))
        faults.push(`${who} keyed or voided ${recordId} and ${what}`);
    for (const [place, words] of said)
      if (batchIds.some((batchId) => place.startsWith(`${reviewOf.get(batchId)} `)) && words.has(who))
        faults.push(`${who} checked and ${what}`);
  };
  for (const { type, data, position, metadata } of log) {
    switch (type) {
      case "RecordEntered":
        records.set(data.recordId, {
          recordId: data.recordId,
          keyers: new Set([...(records.get(data.recordId)?.keyers ?? []), data.keyedBy]),
          batchId: data.batchId,
          number: data.number,
          changed: position,
          gone: false,
          // Mothers of three years, as a workbook may have them.
          unanswered: data.source === "imported",
          name: nameIn(data.fields["nksHoTen"]),
          wrongNames: records.get(data.recordId)?.wrongNames ?? new Set(),
        });
        break;
      case "RecordCorrected":
      case "RecordVoided": {
        const record = records.get(data.recordId);
        const correctionId = type === "RecordCorrected" ? data.correctionId : undefined;
        if (acceptedBatches.has(data.batchId) && !approved.has(correctionId ?? ""))
          faults.push(`${data.recordId} was changed after acceptance, and nobody approved it`);
        if (record && type === "RecordCorrected") {
          const change = data.changes.find(({ field }) => field === "nksHoTen");
          if (change) record.name = nameIn(change.after);
          if (data.approvedBy !== undefined) record.agreed = record.name;
        }
        if (record) {
          record.keyers.add(type === "RecordCorrected" ? data.correctedBy : data.voidedBy);
          record.changed = position;
          record.gone = type === "RecordVoided";
        }
        break;
      }
      case "RecordKeyedAgain":
      case "DiscrepancyResolved": {
        const record = records.get(data.recordId);
        if (!record) break;
        if (type === "RecordKeyedAgain") record.keyers.add(data.keyedBy);
        else {
          record.name = nameIn(data.after);
          record.changed = position;
        }
        const isOwn = type === "DiscrepancyResolved" && data.choice === "neither";
        record.agreed = isOwn ? undefined : record.name;
        break;
      }
      case "RecordAnnotated":
        if (!acceptedBatches.has(data.batchId)) faults.push(`${data.recordId} has a note that nobody saw`);
        break;
      case "WarningsAnswered": {
        const record = records.get(data.recordId);
        if (record) {
          record.unanswered = false;
          record.changed = position;
          record.keyers.add(data.answeredBy);
        }
        break;
      }
      case "ScanAttached":
        scanned = position;
        pagesScanned = data.pages;
        scannedBy = metadata.actor.account;
        break;
      case "ReviewOpened":
        for (const recordId of data.sample) drawn.add(recordId);
        if (!data.fixesOnly) roundBegun.set(data.batchId, position);
        reviewOf.set(data.batchId, data.reviewId);
        break;
      case "BatchOpened":
        submitted.set(data.batchId, false);
        opened.set(data.batchId, { from: data.from ?? 1, to: data.to ?? 0, by: metadata.actor.account });
        break;
      case "BatchWithdrawn":
        submitted.delete(data.batchId);
        opened.delete(data.batchId);
        break;
      case "BookDetailsChanged":
        if (data.bookId !== BOOK && data.office !== undefined) {
          other.wasSame ||= isSameOffice();
          other.office = data.office;
          other.saidBy = metadata.actor.account;
        }
        if (data.expectedCases === undefined) break;
        expectedCases = data.expectedCases;
        countedBy = metadata.actor.account;
        break;
      case "BatchSubmitted":
        submitted.set(data.batchId, true);
        break;
      case "RecordChecked":
        wiped(data, data.reviewId, metadata.actor.passwordSetBy?.account);
        if (records.get(data.recordId)?.keyers.has(data.checkedBy))
          faults.push(`${data.checkedBy} keyed ${data.recordId} and checked it`);
        drawn.delete(data.recordId);
        if (data.fieldsChecked !== FIELDS_IN_A_CASE)
          faults.push(`${data.fieldsChecked} fields of ${data.recordId} were checked`);
        if (data.takenBack) records.get(data.recordId)?.wrongNames.clear();
        for (const place of [data.recordId, `${data.reviewId} ${data.recordId}`])
          checks.set(place, { at: position, marks: data.marks, by: data.checkedBy });
        break;
      case "BatchReturned":
        submitted.set(data.batchId, false);
        // Judged by the unit's limits from now on.
        if (data.nextLimits) byUnit.add(data.batchId);
        for (const [place, { marks }] of checks) {
          const [reviewId, recordId = ""] = place.split(" ");
          const record = records.get(recordId);
          if (reviewId !== data.reviewId) continue;
          // A later round has found it right: what becomes of it then is nothing to look at again.
          if (marks.length === 0) onceMarked.delete(recordId);
          if (marks.length === 0) continue;
          // What a checker sets and takes away again within a round, the round does not say.
          onceMarked.add(recordId);
          record?.wrongNames.add(record.name);
        }
        judged(data.decidedBy, [data.batchId], "returned it");
        if (data.fixesOnly) fixesBegun.set(data.batchId, fixesBegun.get(data.batchId) ?? position);
        else fixesBegun.delete(data.batchId);
        break;
      case "BookReconciled":
        for (const { rule, subject } of data.closed) {
          const finding = `${rule} ${subject}`;
          closed.set(finding, (closed.get(finding) ?? new Set()).add(metadata.actor.account));
        }
        break;
      case "LotDecided":
        decidedLots.add(data.lotId);
        judged(
          data.decidedBy,
          data.batches.map(({ batchId }) => batchId),
          "decided on its lot",
        );
        if (data.verdict !== "returned") ownWord(data.decidedBy, "accepted its lot");
        if (data.verdict !== "returned" && owes()) faults.push("a lot was accepted over an open finding");
        break;
      case "CorrectionApproved":
        approved.add(data.correctionId);
        if (records.get(data.recordId)?.keyers.has(data.decidedBy))
          faults.push("a correction was approved by who had keyed the case");
        if (data.decidedBy === data.requestedBy) faults.push("a correction was approved by who asked for it");
        break;
      case "CorrectionRequested":
        if (!acceptedBatches.has(data.batchId)) faults.push(`${data.recordId} was not accepted yet`);
        for (const { field, after } of data.changes) {
          if (after === undefined) faults.push(`${field} is emptied in ${data.recordId}`);
          else if (data.accepted === undefined) faults.push(`nobody answered what ${field} brings`);
        }
        break;
      case "BatchAccepted":
        look(data.batchId);
        judged(data.decidedBy, [data.batchId], "accepted it");
        acceptedBatches.add(data.batchId);
        if (data.lotId === undefined) ownWord(data.decidedBy, "accepted it");
        if (data.lotId === undefined && owes()) faults.push("a batch was accepted over an open finding");
        if (
          data.lotId === undefined &&
          alone.has(data.batchId) &&
          !byUnit.has(data.batchId) &&
          !data.laxerLimits
        )
          faults.push("a batch was accepted by laxer limits without a word");
        acceptors.add(data.decidedBy);
        if (data.lotId !== undefined && !decidedLots.has(data.lotId)) faults.push("accepted before its lot");
        break;
    }
  }
  return faults;
};

/**
 * Plays so many random histories of an office; fails on the first in which something was accepted
 * that holds an unmended mark, a critical error, an open finding or a change nobody looked at.
 * Returns how often each way and each obstacle was met.
 */
export const playHistories = async (runs: number, seed: number): Promise<ReadonlyMap<string, number>> => {
  const seen = new Map<string, number>();
  const count = (what: string | undefined) => what && seen.set(what, (seen.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(history, async ({ expectedCases, pages, ways, keyings, imported, saysBlank, steps }) => {
      const policies = ways.map((way, index) => policy(way, keyings[index]));
      const office = await startOffice(expectedCases, policies, imported, pages, saysBlank);
      for (const wish of steps) count(await perform(office, wish));
      const log = await office.log();
      await office.stop();
      for (const event of log) {
        if (event.type === "BatchAccepted") count(event.data.lotId === undefined ? "by itself" : "in a lot");
        if (event.type === "BatchOpened" && event.data.from === 900) count("opened-behind-all");
        if (event.type === "BatchOpened" && event.metadata.actor.account === "duyet")
          count("opened-by-acceptor");
        if (event.type === "BookDetailsChanged") count("counted-anew");
        if (event.type === "BookReconciled" && event.metadata.actor.account === "duyet")
          count("closed-by-acceptor");
        if (event.type === "BatchReturned" && event.data.fixesOnly) count("after fixes");
        if (event.type === "RecordKeyedAgain") count("keyed twice");
        if (event.type === "DiscrepancyResolved" && event.data.choice === "neither")
          count("written by the arbiter");
        if (event.type === "ScanAttached" && event.data.replaces) count("scanned-anew");
        if (event.type === "ReviewOpened" && event.data.round === 1 && event.data.again)
          count("voiding-in-first-round");
        if (event.type === "RecordVoided" && event.data.voidedBy === "tu") count("voided-by-another");
        if (event.type === "RecordChecked" && event.data.left) count("mark-left-beside");
        if (event.type === "RecordChecked" && event.data.left?.some(({ own }) => own)) count("own-mark-left");
        if (event.type === "RecordChecked" && event.data.withdrawn) count("mark-withdrawn");
        if (event.type === "RecordChecked" && event.data.takenBack) count("mark-taken-back");
      }
      expect(faultsIn(log, expectedCases, pages)).toEqual([]);
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
  return seen;
};
