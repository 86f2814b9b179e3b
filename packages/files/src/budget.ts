import { type FileErrorCode, refusal } from "./refusal.ts";

/**
 * What reading one file may cost at most. `bytes` are read from the file, `listing` are those in
 * which an archive tells of its entries, `unpacked` come out of inflaters, `items` are the objects,
 * elements, entries or rows that are met, `steps` are the bytes and characters that are looked at,
 * again and again included; `text` are the characters that are handed on, `depth` is how far things
 * lie in one another.
 */
export interface BudgetLimits {
  readonly bytes: number;
  readonly listing: number;
  readonly unpacked: number;
  readonly items: number;
  readonly steps: number;
  readonly text: number;
  readonly depth: number;
}

export type BudgetPart = keyof BudgetLimits;

/**
 * Every reader of a foreign file charges all of its work here, the same thing read twice is charged
 * twice. What a file costs is therefore bounded by construction, whatever it is made of.
 */
export class Budget {
  readonly #code: FileErrorCode;
  readonly #allowed: Record<BudgetPart, number>;
  readonly #spent = { bytes: 0, listing: 0, unpacked: 0, items: 0, steps: 0, text: 0, depth: 0 };
  constructor(limits: BudgetLimits, code: FileErrorCode) {
    this.#allowed = { ...limits };
    this.#code = code;
  }

  /** What has been charged so far; `depth` is the deepest. */
  get spent(): Readonly<Record<BudgetPart, number>> {
    return this.#spent;
  }

  left(part: BudgetPart): number {
    return this.#allowed[part] - this.#spent[part];
  }

  /** What comes out of the file may be looked at like the file itself. */
  allow(part: Exclude<BudgetPart, "depth">, amount: number): void {
    this.#allowed[part] += amount;
  }

  /** Throws a `too-much-work` refusal that names the part which is spent. */
  spend(part: Exclude<BudgetPart, "depth">, amount: number): void {
    this.#spent[part] += amount;
    if (this.#spent[part] > this.#allowed[part]) this.#refuse(part);
  }

  /** Says how deep the reader stands. Throws a `too-much-work` refusal. */
  reach(depth: number): void {
    if (depth > this.#spent.depth) this.#spent.depth = depth;
    if (depth > this.#allowed.depth) this.#refuse("depth");
  }

  #refuse(part: BudgetPart): never {
    throw refusal(this.#code, "too-much-work", { limit: this.#allowed[part], part });
  }
}
