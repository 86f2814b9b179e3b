import { done } from "../local-client.ts";
import { DAY_MS } from "./demo-clock.ts";
import { answersTo, type Problems } from "./demo-keying.ts";
import type { Demo } from "./demo-world.ts";

export interface DemoReview {
  readonly id: string;
  readonly bookId: string;
  readonly sample: readonly { readonly recordId: string }[];
}

/** The review that waits for the checker. */
export const openReview = async (demo: Demo, batchId: string): Promise<DemoReview> => {
  const checker = await demo.as("kiem");
  const { items } = done(
    await checker.get<{ items: DemoReview[] }>(`review/v1/reviews?batchId=${batchId}&status=open`),
  );
  const [review] = items;
  if (!review) throw new Error("The demo batch got no review");
  return review;
};

export const submit = async (demo: Demo, clerkName: string, batchId: string): Promise<DemoReview> => {
  done(await (await demo.as(clerkName)).post(`entry/v1/batches/${batchId}/submit`));
  await demo.settled();
  return openReview(demo, batchId);
};

/** Checks the sample; `wrong` marks that many records. */
export const check = async (demo: Demo, review: DemoReview, wrong: number): Promise<string[]> => {
  const checker = await demo.as("kiem");
  const marked: string[] = [];
  for (const [index, { recordId }] of review.sample.entries()) {
    const path = `review/v1/reviews/${review.id}/records/${recordId}`;
    const record = done(await checker.get<{ revision: number; fields: Record<string, unknown> }>(path));
    const field = Object.keys(record.fields).find((code) => code.endsWith("HoTen")) ?? "ghiChu";
    const marks = index < wrong ? [{ field, severity: "major", reason: "Sai dấu so với sổ" }] : [];
    if (index < wrong) marked.push(recordId);
    done(await checker.post(`${path}/check`, { recordRevision: record.revision, marks }));
    demo.clock.advance(20_000);
  }
  return marked;
};

interface Reconciliation {
  readonly findings: readonly {
    readonly rule: string;
    readonly subject: string;
    readonly closed: string | null;
    readonly awaits: boolean;
  }[];
}

const reasons: Readonly<Record<string, string>> = {
  "pages-differ": "Có trang ghi hai trường hợp, mỗi trường hợp quét riêng",
  "number-gap": "Sổ bỏ các số này, không có trường hợp nào",
  "last-number-differs": "Sổ bỏ số, đã ghi ở chỗ thiếu số",
};

/** The book's keeper looks at what does not agree and says why. */
export const closeFindings = async (demo: Demo, bookId: string): Promise<void> => {
  const keeper = await demo.as("thu");
  const path = `reporting/v1/books/${bookId}/reconciliation`;
  const { findings } = done(await keeper.get<Reconciliation>(path));
  const open = findings.filter(({ closed, awaits }) => closed === null && !awaits);
  if (open.length === 0) return;
  const closed = open.map(({ rule, subject }) => ({
    rule,
    subject,
    reason: reasons[rule] ?? "Đã đối chiếu với sổ: sổ ghi như vậy",
  }));
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await demo.settled();
};

export const accept = async (demo: Demo, review: DemoReview): Promise<void> => {
  await closeFindings(demo, review.bookId);
  done(await (await demo.as("duyet")).post(`review/v1/reviews/${review.id}/accept`, { note: "Đạt yêu cầu" }));
  await demo.settled();
};

/** The name with another sign in it, as it is read when somebody looks at the book again. */
const readAnew = (name: string): string =>
  /Văn|Thị/.test(name)
    ? name.replace(/Văn|Thị/, (middle) => (middle === "Văn" ? "Vân" : "Thi"))
    : name.replace(/\S+$/, (given) => (given === "An" ? "Ân" : "An"));

/** Returned once for its marks, corrected, and accepted the second time. */
export const returnAndAccept = async (demo: Demo, clerkName: string, batchId: string): Promise<void> => {
  const first = await submit(demo, clerkName, batchId);
  const marked = await check(demo, first, 2);
  done(await (await demo.as("duyet")).post(`review/v1/reviews/${first.id}/return`, { reason: "Sai họ tên" }));
  await demo.settled();
  demo.clock.advance(DAY_MS / 4);
  const clerk = await demo.as(clerkName);
  for (const recordId of marked) {
    const record = done(
      await clerk.get<{ fields: Record<string, { raw?: string | undefined }> }>(
        `entry/v1/records/${recordId}`,
      ),
    );
    const [code, value] = Object.entries(record.fields).find(([name]) => name.endsWith("HoTen")) ?? [
      "ghiChu",
      {},
    ];
    const path = `entry/v1/records/${recordId}/correct`;
    const fix = {
      changes: { [code]: { raw: readAnew(value.raw ?? "") } },
      reason: "Sửa theo kết quả kiểm tra",
    };
    const answer = await clerk.post<Problems>(path, fix);
    if (answer.body.code === "warning-not-accepted")
      done(await clerk.post(path, { ...fix, accepted: answersTo(answer.body) }));
    else done(answer);
  }
  const second = await submit(demo, clerkName, batchId);
  await check(demo, second, 0);
  await accept(demo, second);
};
