import fc from "fast-check";

/** Something a person tries, right or wrong; `which` picks among what there is by then. */
export type Step =
  | { readonly do: "open"; readonly who: number; readonly from: number; readonly to: number }
  | { readonly do: "assign"; readonly who: number; readonly which: number; readonly whom: number }
  | { readonly do: "take-back" | "submit"; readonly who: number; readonly which: number }
  | {
      readonly do: "enter";
      readonly who: number;
      readonly which: number;
      readonly so: number;
      readonly as: Keyed;
    }
  | {
      readonly do: "correct" | "request";
      readonly who: number;
      readonly which: number;
      readonly text: string;
    }
  | { readonly do: "void" | "annotate"; readonly who: number; readonly which: number }
  | { readonly do: "import"; readonly who: number; readonly rows: readonly number[]; readonly all: boolean }
  | { readonly do: "check"; readonly who: number; readonly which: number; readonly wrong: boolean }
  | {
      readonly do: "return" | "accept" | "accept-after-fixes" | "approve" | "decline";
      readonly who: number;
      readonly which: number;
    }
  | { readonly do: "details" | "export"; readonly who: number; readonly pages: number }
  | { readonly do: "reconcile"; readonly who: number }
  | { readonly do: "scan"; readonly who: number; readonly so: number; readonly replace: boolean };

type Keyed = "right" | "odd" | "accepted" | "twice";

const pick = fc.nat({ max: 12 });
const so = fc.integer({ min: 1, max: 8 });
/** Stands for whoever was given the batch last. */
export const HOLDER = 7;
/** Mostly who may, now and then anybody. */
const by = (...usual: number[]) =>
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.nat({ max: 6 }) });
const step = <Do extends Step["do"]>(name: Do, model: object) =>
  fc.record({ do: fc.constant(name), ...model } as never) as fc.Arbitrary<Step>;
const text = fc.constantFrom("Trần Thị Hoa", "Trần Thị Hoà", "Lê Thị Mai", "");

/**
 * People by number: 0 book-keeper, 1 and 2 clerks, 3 checker, 4 acceptor, 5 data-manager, 6 one
 * with every role.
 */
const anyStep = (corrections: number) =>
  fc.oneof(
    { weight: 2, arbitrary: step("open", { who: by(0), from: so, to: so }) },
    { weight: 3, arbitrary: step("assign", { who: by(0), which: pick, whom: fc.constantFrom(1, 2, 6) }) },
    { weight: 1, arbitrary: step("take-back", { who: by(0), which: pick }) },
    {
      weight: 16,
      arbitrary: step("enter", {
        who: by(HOLDER),
        which: pick,
        so,
        as: fc.constantFrom("right", "right", "right", "odd", "accepted", "twice"),
      }),
    },
    { weight: 4, arbitrary: step("correct", { who: by(HOLDER), which: pick, text }) },
    { weight: 3, arbitrary: step("void", { who: by(HOLDER), which: pick }) },
    { weight: 1, arbitrary: step("annotate", { who: by(5), which: pick }) },
    {
      weight: 3,
      arbitrary: step("import", {
        who: by(0, HOLDER),
        rows: fc.array(so, { maxLength: 4 }),
        all: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: step("submit", { who: by(HOLDER), which: pick }) },
    { weight: 7, arbitrary: step("check", { who: by(3), which: pick, wrong: fc.boolean() }) },
    { weight: 3, arbitrary: step("return", { who: by(4), which: pick }) },
    { weight: 3, arbitrary: step("accept", { who: by(4), which: pick }) },
    { weight: 1, arbitrary: step("accept-after-fixes", { who: by(4), which: pick }) },
    { weight: 1, arbitrary: step("reconcile", { who: by(0) }) },
    { weight: corrections, arbitrary: step("request", { who: by(1, 2), which: pick, text }) },
    { weight: corrections, arbitrary: step("approve", { who: by(4), which: pick }) },
    { weight: 1, arbitrary: step("decline", { who: by(4), which: pick }) },
    { weight: 1, arbitrary: step("details", { who: by(0), pages: fc.nat({ max: 300 }) }) },
    { weight: 1, arbitrary: step("export", { who: by(5), pages: fc.constant(0) }) },
    { weight: 2, arbitrary: step("scan", { who: by(0), so, replace: fc.boolean() }) },
  );

/** What stands together is sent at the same moment. */
const work = (corrections: number) =>
  fc.array(fc.array(anyStep(corrections), { minLength: 1, maxLength: 4 }), { minLength: 20, maxLength: 40 });

/** Work before and after everything has been submitted, checked and accepted once. */
export const steps = fc.tuple(work(1), work(30));
