import { emptyUnitTree, evolveUnitTree, type Principal } from "@sogoc/access";
import type { Role } from "@sogoc/events";
import { expect, it } from "vitest";
import type { RecordView } from "../read-models/records.ts";
import { loadCorrection } from "../steps/load-correction.ts";
import type { Viewer } from "../steps/may-read-record.ts";
import { contextOf, createReviewWorld, put, reviewView, submittedRecord } from "../testing/review-world.ts";
import { requestCorrection } from "./request-correction.ts";

const tree = evolveUnitTree(emptyUnitTree, {
  type: "UnitRegistered",
  data: { unitId: "u-1", kind: "commune", name: "Mai Lâm", parentId: null, from: "2000-01-01" },
});

const reader = (account: string, role: Role): Viewer => {
  const grants = [{ role, unitId: "u-1", from: "2026-01-01" }];
  const principal: Principal = { account, name: account, unitId: "u-1", grants, session: "s-1" };
  return { principal, acting: { account }, day: "2026-03-02", tree };
};

const father = { chaHoTen: { raw: "Nguyễn Văn Long" } };

/** Asks for values in a record whose batch is accepted. */
const asks = async (
  who: Viewer,
  {
    record = submittedRecord("c-1"),
    changes = father,
    seen = record.revision,
  }: { record?: RecordView; changes?: object; seen?: number } = {},
) => {
  const world = await createReviewWorld();
  await put(world.reviews, reviewView({ status: "accepted" }));
  const wish = { changes: { ...changes }, reason: "Sổ ghi khác" };
  const context = { ...contextOf(who.principal.account, "q-1"), expectedRevision: seen };
  const { content } = await requestCorrection(world, record, who, wish, context);
  return loadCorrection(world.commands, content.correctionId);
};

it("whoever keyed a record asks for a correction, and so does a checker of its unit", async () => {
  const wanted = { recordId: "c-1", changes: [{ field: "chaHoTen", after: father.chaHoTen }] };
  expect(await asks(reader("nam", "clerk"))).toMatchObject({ ...wanted, requestedBy: "nam" });
  expect(await asks(reader("hoa", "checker"))).toMatchObject({ ...wanted, requestedBy: "hoa" });
});

it("a clerk who did not key it, or keyed it again unseen, asks for nothing", async () => {
  await expect(asks(reader("mai", "clerk"))).rejects.toMatchObject({ code: "work-of-another" });
  const record = submittedRecord("c-1", { keyers: ["nam", "mai"], keyedAgainBy: "mai" });
  await expect(asks(reader("mai", "clerk"), { record })).rejects.toMatchObject({ code: "work-of-another" });
  expect(await asks(reader("nam", "clerk"), { record })).toMatchObject({ requestedBy: "nam" });
});

it("a record whose batch is not accepted yet is corrected in keying, not here", async () => {
  const record = submittedRecord("c-1", { batchId: "x-2" });
  await expect(asks(reader("nam", "clerk"), { record })).rejects.toMatchObject({
    code: "record-not-accepted",
  });
});

it("a column that the book type does not have is named, and so is a value that nobody could store", async () => {
  const nam = reader("nam", "clerk");
  const unknown = asks(nam, { changes: { hoTenOng: { raw: "An" } } });
  await expect(unknown).rejects.toMatchObject({
    code: "field-unknown",
    problems: [{ pointer: "/changes/hoTenOng" }],
  });
  const invisible = asks(nam, { changes: { meHoTen: { raw: "Trần Thị\u200bHoa" } } });
  await expect(invisible).rejects.toMatchObject({
    code: "value-not-storable",
    problems: [{ pointer: "/changes/meHoTen" }],
  });
});

it("a record that has changed since it was looked at is looked at again", async () => {
  const record = submittedRecord("c-1", { revision: 3 });
  const stale = asks(reader("nam", "clerk"), { record, seen: 2 });
  await expect(stale).rejects.toMatchObject({ code: "revision-conflict" });
});

it("a value that stands there already is no change", async () => {
  const known = submittedRecord("c-1");
  const record = { ...known, fields: { ...known.fields, chaHoTen: { raw: "Nguyễn Văn Long" } } };
  await expect(asks(reader("nam", "clerk"), { record })).rejects.toMatchObject({ code: "nothing-changed" });
});
