import { expect } from "vitest";
import type { Stage } from "../stage.ts";
import * as clerk from "./clerk.ts";
import type { Company } from "./company.ts";
import type { Clerk, Job, StepName } from "./job.ts";
import type { Keyboard } from "./keyboard.ts";
import * as office from "./office.ts";

/**
 * What the walk remembers beside the model: which book is being worked at, and what was said on it.
 */
export interface Ledger {
  volume: number;
  changes: number;
  /** Number of the case that the last check marked. */
  marked: string | undefined;
  /** Kinds of events that the first case of this book must tell of, in order. */
  story: string[];
}

export const newLedger = (): Ledger => ({ volume: 0, changes: 0, marked: undefined, story: [] });
export const bookNumberOf = ({ volume }: Ledger): string => `${String(volume).padStart(2, "0")}/2008`;

const MARK = "Sai dấu so với sổ";
/** Names that no rule complains about, a new one for each change. */
const mothers = ["Hoa", "Hòa", "Huệ", "Hồng", "Hương", "Hạnh", "Hiền", "Hằng"].map(
  (name) => `Trần Thị ${name}`,
);

type Act = (before: Job) => Promise<void>;

/** How each step of the model is done in the windows. */
export const actsOf = (company: Company, ledger: Ledger, stage: Stage): Readonly<Record<StepName, Act>> => {
  const { at, clerks } = company;
  const holderOf = ({ holder }: Job): Keyboard => {
    if (holder === undefined) throw new Error("Nobody holds the batch.");
    return clerks[holder];
  };
  const nextMother = () => mothers[++ledger.changes % mothers.length] ?? "";
  const tell = (...types: readonly string[]) => {
    ledger.story.push(...types);
  };
  const assign = async (name: Clerk) => {
    await office.assign(await at("thu", "/so"), bookNumberOf(ledger), name);
    tell("BatchAssigned");
  };
  const check = async (reason?: string) => {
    ledger.marked = await office.checkSample(await at("kiem", "/kiem-tra"), reason);
    tell("RecordChecked");
  };
  const decide = async (approved: boolean) => {
    await office.decide(await at("duyet", "/de-nghi"), `Lần sửa ${ledger.changes}.`, approved);
    tell(...(approved ? ["CorrectionApproved", "RecordCorrected"] : ["CorrectionDeclined"]));
  };
  return {
    async registersBook() {
      ledger.volume++;
      ledger.story = [];
      await office.registerBook(await at("thu", "/so"), bookNumberOf(ledger));
    },
    assignsNam: () => assign("nam"),
    assignsLan: () => assign("lan"),
    async takesBack() {
      await office.takeBack(await at("thu", "/so"), bookNumberOf(ledger));
      tell("BatchTakenBack");
    },
    async keysCase(before) {
      await clerk.keyCase(holderOf(before), before);
      if (before.saved === 0) tell("RecordEntered");
    },
    typesHalf: (before) => clerk.typeHalf(holderOf(before), company.draftsOfNam),
    losesServer: (before) => clerk.openDeskBefore(holderOf(before), stage.kill),
    async keysAway(before) {
      await clerk.keyAway(holderOf(before), before);
      if (before.saved + before.here === 0) tell("RecordEntered");
    },
    serverReturns: (before) => clerk.findServerAgain(holderOf(before), before, stage.restart),
    async correctsMark(before) {
      await clerk.correctMark(holderOf(before), MARK, nextMother());
      if (ledger.marked === "1") tell("RecordCorrected");
    },
    async submits(before) {
      await clerk.submitBatch(holderOf(before));
      tell("BatchSubmitted", "ReviewOpened");
    },
    findsAllRight: () => check(),
    findsFieldWrong: () => check(MARK),
    async accepts() {
      await office.accept(await at("duyet", "/kiem-tra"));
      tell("BatchAccepted");
    },
    isRefusedToAccept: async () => office.isRefusedToAccept(await at("duyet", "/kiem-tra")),
    async returns() {
      await office.giveBack(await at("duyet", "/kiem-tra"), "Có ô sai");
      tell("BatchReturned");
    },
    async asksForChange() {
      const page = await at("dulieu", "/tra-cuu");
      await office.findRecord(page, bookNumberOf(ledger), "1");
      const value = nextMother();
      await office.askForChange(page, value, `Lần sửa ${ledger.changes}.`);
      tell("CorrectionRequested");
    },
    approvesChange: () => decide(true),
    declinesChange: () => decide(false),
    async readsHistory() {
      const page = await at("thanhtra", "/tra-cuu");
      await office.findRecord(page, bookNumberOf(ledger), "1");
      const lines = page.locator("ol.story li");
      const told = await lines.evaluateAll((all) => all.map((one) => one.getAttribute("data-event") ?? ""));
      expect(told).toEqual(ledger.story);
    },
    takesNextBook: async () => undefined,
  };
};
