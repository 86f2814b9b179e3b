import { done, type LocalClient } from "./local-client.ts";

/** What the demo lends: people's clients, and a book of invented cases opened as a batch that `clerk` has keyed and submitted. */
export interface StageTools {
  readonly as: (signInName: string) => Promise<LocalClient>;
  readonly settled: () => Promise<void>;
  readonly keyed: (wish: {
    readonly type: string;
    readonly year: number;
    readonly clerk: string;
    readonly policy: object;
  }) => Promise<string>;
}

interface Stored {
  readonly id: string;
  readonly fields: Readonly<Record<string, { raw?: string; blank?: true; illegible?: string }>>;
}

const path = (batchId: string) => `entry/v1/batches/${batchId}`;

/** Another reading of a name: in some cases another mark on a letter, in some another letter. */
const misread = (name: string, index: number): string =>
  index % 3 === 0
    ? name.replace(
        /[ễịàăâấ]/u,
        (letter) => ({ ễ: "ể", ị: "í", à: "á", ă: "â", â: "ă", ấ: "ầ" })[letter] ?? letter,
      )
    : name.replace(/n(?!.*n)/u, "nh");

const keyAgain = async (
  { as }: StageTools,
  batchId: string,
  who: string,
  wish: { readonly share: number; readonly misreadEvery: number },
): Promise<void> => {
  const { account } = await as(who);
  const keeper = await as("thu");
  done(await keeper.post(`${path(batchId)}/assign`, { accountId: account?.id }));
  const records = done(await keeper.get<{ items: Stored[] }>(`${path(batchId)}/records?limit=200`)).items;
  const clerk = await as(who);
  const { fields: codes } = done(await clerk.get<{ fields: string[] }>(`${path(batchId)}/second-keying`));
  const count = Math.ceil(records.length * wish.share);
  for (const [index, { id, fields }] of records.slice(0, count).entries()) {
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
  }
};

/** One batch in each state that several people pass a book through: second keying, arbitration, waiting for a lot. */
export const seedStages = async (tools: StageTools): Promise<void> => {
  const { as, settled, keyed } = tools;
  const twice = { keying: "double-identity" };
  const second = await keyed({ type: "KH", year: 2010, clerk: "nam", policy: twice });
  await keyAgain(tools, second, "lan", { share: 0.5, misreadEvery: 5 });
  const differing = await keyed({ type: "KT", year: 2008, clerk: "nhap1", policy: twice });
  await keyAgain(tools, differing, "nam", { share: 1, misreadEvery: 2 });
  done(await (await as("nam")).post(`${path(differing)}/submit`));
  await keyed({ type: "KS", year: 2010, clerk: "lan", policy: { acceptance: "lot" } });
  await settled();
};
