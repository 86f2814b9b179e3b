import type { SyntheticBook } from "@sogoc/synthetic";
import { done } from "../local-client.ts";
import { attachScans, openBatch, registerBook } from "./demo-books.ts";
import { keyAll } from "./demo-keying.ts";
import type { Demo } from "./demo-world.ts";

const path = (batchId: string) => `entry/v1/batches/${batchId}`;

/** Cases of a book that stands for one state. */
const STAGE_CASES = 12;
/** Only names and dates are keyed a second time. */
const SECOND_CASE_MS = 16_000;

/** A small book, opened as a batch by `policy`, that `clerk` has keyed and submitted. */
export const keyedAndSubmitted = async (
  demo: Demo,
  book: SyntheticBook,
  clerk: string,
  policy: object,
): Promise<string> => {
  const registered = await registerBook(demo, book, STAGE_CASES);
  await attachScans(demo, registered);
  const batchId = await openBatch(demo, registered, clerk, policy);
  await keyAll(demo, clerk, batchId, registered.cases);
  done(await (await demo.as(clerk)).post(`${path(batchId)}/submit`));
  await demo.settled();
  return batchId;
};

/** A case as its own address has it: the list of a batch has only what people find it by. */
interface Stored {
  readonly fields: Readonly<
    Record<string, { raw?: string | undefined; blank?: true | undefined; illegible?: string | undefined }>
  >;
}

/** Another reading of a name: in some cases another mark on a letter, in some another letter. */
const misread = (name: string, index: number): string =>
  index % 3 === 0
    ? name.replace(
        /[ễịàăâấ]/u,
        (letter) => ({ ễ: "ể", ị: "í", à: "á", ă: "â", â: "ă", ấ: "ầ" })[letter] ?? letter,
      )
    : name.replace(/n(?!.*n)/u, "nh");

/**
 * A second person keys a share of the batch without seeing the first keying, and now and then reads
 * a name differently.
 */
export const keyAgain = async (
  { as, clock }: Demo,
  batchId: string,
  who: string,
  wish: { readonly share: number; readonly misreadEvery: number },
): Promise<void> => {
  const { account } = await as(who);
  const keeper = await as("thu");
  done(await keeper.post(`${path(batchId)}/assign`, { accountId: account?.id }));
  const listed = done(
    await keeper.get<{ items: { readonly id: string }[] }>(`${path(batchId)}/records?limit=200`),
  ).items;
  const clerk = await as(who);
  const { fields: codes } = done(await clerk.get<{ fields: string[] }>(`${path(batchId)}/second-keying`));
  const count = Math.ceil(listed.length * wish.share);
  for (const [index, { id }] of listed.slice(0, count).entries()) {
    const { fields } = done(await (await as("thu")).get<Stored>(`entry/v1/records/${id}`));
    const wrong = index % wish.misreadEvery === 0 ? codes.find((code) => code.endsWith("HoTen")) : undefined;
    const again = Object.fromEntries(
      codes.flatMap((code) => {
        const value = fields[code];
        if (!value) return [];
        const raw = value.raw !== undefined && !value.illegible ? value.raw : undefined;
        if (raw === undefined) return [[code, value]];
        return [[code, { raw: code === wrong ? misread(raw, index) : raw }]];
      }),
    );
    done(await clerk.post(`${path(batchId)}/records/${id}/key-again`, { fields: again }));
    clock.advance(SECOND_CASE_MS);
  }
};
