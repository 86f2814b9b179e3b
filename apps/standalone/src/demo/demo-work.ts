import { createGenerator, type SyntheticBook, type SyntheticCase } from "@sogoc/synthetic";
import { done } from "../local-client.ts";
import { attachScans, importAll, openBatch, registerBook } from "./demo-books.ts";
import { accept, check, closeFindings, openReview, returnAndAccept, submit } from "./demo-checking.ts";
import { keyAll } from "./demo-keying.ts";
import { keyAgain, keyedAndSubmitted } from "./demo-stages.ts";
import { type Demo, SEED } from "./demo-world.ts";

/** How long ago the invented work began. */
export const HISTORY_DAYS = 24;

const KEYED_A_DAY = 40;

type Find = (type: string, year: number) => SyntheticBook;

/** Keys the cases bit by bit, so many on each of those days. */
const keyOn = async (
  demo: Demo,
  clerk: string,
  batchId: string,
  cases: readonly SyntheticCase[],
  daily: number,
): Promise<void> => {
  for (let start = 0; start < cases.length; start += daily) {
    await keyAll(demo, clerk, batchId, cases.slice(start, start + daily));
    demo.clock.nextMorning();
  }
};

/**
 * Two books done and accepted, one imported and waiting for its check, one imported and not yet
 * complete.
 */
const seedFirstWeeks = async (demo: Demo, find: Find): Promise<void> => {
  const births = await registerBook(demo, find("KS", 2008), 100);
  await attachScans(demo, births);
  const birthBatch = await openBatch(demo, births, "nhap1");
  await keyOn(demo, "nhap1", birthBatch, births.cases, KEYED_A_DAY);
  await returnAndAccept(demo, "nhap1", birthBatch);

  demo.clock.reach(19);
  const marriages = await registerBook(demo, find("KH", 2009), 60);
  await attachScans(demo, marriages);
  const marriageBatch = await openBatch(demo, marriages, "nam");
  await keyOn(demo, "nam", marriageBatch, marriages.cases, KEYED_A_DAY);
  const marriageReview = await submit(demo, "nam", marriageBatch);
  await check(demo, marriageReview, 0);
  await accept(demo, marriageReview);

  demo.clock.reach(16);
  const deaths = await registerBook(demo, find("KT", 2010), 90);
  await attachScans(demo, deaths);
  const deathBatch = await openBatch(demo, deaths, "lan");
  await importAll(demo, "lan", deaths);
  await submit(demo, "lan", deathBatch);

  demo.clock.reach(14);
  const statuses = await registerBook(demo, find("HN", 2012), 150);
  await openBatch(demo, statuses, "nhap1");
  await importAll(demo, "nhap1", statuses);
};

/** Two communes that have hardly begun. */
const seedNeighbours = async (demo: Demo, books: readonly SyntheticBook[]): Promise<void> => {
  for (const [keeper, home, part] of [
    ["suoi", "xa-yen-suoi", 40],
    ["vinh", "xa-dong-vinh", 25],
  ] as const) {
    const own = books.filter(({ commune, data }) => commune.id === home && data.openingYear === 2008);
    for (const book of own) {
      const { recordType, expectedCases } = book.data;
      const registered = await registerBook(demo, book, expectedCases, keeper);
      if (recordType !== "KH") continue;
      await openBatch(demo, registered, keeper, {}, keeper);
      await importAll(demo, keeper, { ...registered, cases: registered.cases.slice(0, part) });
    }
    demo.clock.nextMorning();
  }
};

/**
 * The last days: books in every state that several people pass a book through, and work under way
 * today.
 */
const seedThisWeek = async (demo: Demo, find: Find): Promise<void> => {
  const { clock } = demo;
  const open = async (type: string, year: number, count: number, clerk: string) => {
    const registered = await registerBook(demo, find(type, year), count);
    await attachScans(demo, registered);
    const batchId = await openBatch(demo, registered, clerk);
    const left = [...registered.cases];
    return (cases: number) => keyAll(demo, clerk, batchId, left.splice(0, cases));
  };
  clock.reach(10);
  const nam = await open("KS", 2012, 160, "nam");
  await nam(30);
  clock.reach(8);
  await nam(30);
  const huy = await open("KT", 2012, 60, "nhap1");
  await huy(10);

  clock.reach(6);
  const twice = { keying: "double-identity" };
  const second = await keyedAndSubmitted(demo, find("KH", 2010), "nam", twice);
  await nam(20);
  clock.reach(5);
  const differing = await keyedAndSubmitted(demo, find("KT", 2008), "nhap1", twice);
  const lan = await open("KS", 2009, 60, "lan");
  await lan(10);

  clock.reach(4);
  await keyAgain(demo, differing, "nam", { share: 1, misreadEvery: 2 });
  done(await (await demo.as("nam")).post(`entry/v1/batches/${differing}/submit`));
  await keyedAndSubmitted(demo, find("KS", 2010), "lan", { acceptance: "lot" });
  await nam(15);
  clock.reach(3);
  const ready = await keyedAndSubmitted(demo, find("KH", 2008), "nam", {});
  await huy(10);
  clock.reach(2);
  const review = await openReview(demo, ready);
  await check(demo, review, 0);
  await closeFindings(demo, review.bookId);
  await nam(15);
  await lan(10);

  clock.reach(1);
  await keyAgain(demo, second, "lan", { share: 0.5, misreadEvery: 5 });
  await nam(10);
  await huy(8);
  clock.reach(0);
  await nam(9);
  await lan(12);
  await huy(7);
};

/** Weeks of work in three communes, up to this hour. */
export const seedWork = async (demo: Demo): Promise<void> => {
  const generator = createGenerator(SEED);
  const books = [...generator.books({ years: [2008, 2009, 2010, 2012], holder: "current" })];
  const own = books.filter(({ commune }) => commune.id === "xa-thanh-lam");
  const find: Find = (type, year) => {
    const book = own.find(({ data }) => data.recordType === type && data.openingYear === year);
    if (!book) throw new Error(`The demo has no book ${type} ${year}`);
    return book;
  };
  await seedFirstWeeks(demo, find);
  demo.clock.reach(12);
  await seedNeighbours(demo, books);
  const acknowledgements = await registerBook(demo, find("CMC", 2010), 30);
  await attachScans(demo, acknowledgements);
  await openBatch(demo, acknowledgements);
  for (const type of ["KT", "CMC", "HN"]) {
    const book = find(type, 2009);
    await registerBook(demo, book, book.data.expectedCases);
  }
  await seedThisWeek(demo, find);
};
