import { describe, expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Correction {
  readonly id: string;
  readonly recordId: string;
  readonly number: string;
  readonly bookNumber: string;
  readonly requestedByName: string;
  readonly status: string;
  readonly findings: readonly { readonly rule: string; readonly reason?: string }[];
  readonly declineReason?: string;
  readonly hidden?: true;
  readonly now: readonly { readonly field: string; readonly value?: object }[];
  readonly changes: readonly { field: string; before?: object; after?: object }[];
}

/** A book of two accepted cases: one keyed by Nam, one by Hoa. */
const furnish = async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const nam = await person("nam", [{ role: "clerk", unitId: commune }]);
  const hoa = await person("hoa", [{ role: "clerk", unitId: commune }]);
  const checker = await person("kiem", [{ role: "checker", unitId: commune }]);
  const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const keyed = async (clerk: LocalClient, so: number) => {
    const range = { bookId, from: so, to: so };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", range));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    const path = `entry/v1/batches/${batchId}`;
    const { recordId } = done(
      await clerk.post<{ recordId: string }>(`${path}/records`, { fields: birthFields(so) }),
    );
    done(await clerk.post(`${path}/submit`));
    await standalone.settled();
    const { items } = done(
      await checker.get<{ items: { id: string }[] }>(`review/v1/reviews?batchId=${batchId}`),
    );
    const review = `review/v1/reviews/${items[0]?.id}`;
    const record = done(await checker.get<{ revision: number }>(`${review}/records/${recordId}`));
    const check = { recordRevision: record.revision, marks: [] };
    done(await checker.post(`${review}/records/${recordId}/check`, check));
    done(await acceptor.post(`${review}/accept`));
    return recordId;
  };
  const ofNam = await keyed(nam, 1);
  const ofHoa = await keyed(hoa, 2);
  await standalone.settled();
  const ask = (who: LocalClient, recordId: string, raw = "Trần Thị Hòa") =>
    who.post<{ correctionId: string; errors?: { pointer: string }[] }>("review/v1/corrections", {
      recordId,
      changes: { meHoTen: { raw } },
      reason: "Đối chiếu lại sổ",
    });
  const list = async (who: LocalClient, query = "") =>
    done(await who.get<{ items: Correction[]; next?: string }>(`review/v1/corrections${query}`));
  const readingsOf = async (who: LocalClient) => {
    const { events } = await test.ports.store.readAll({ after: 0, limit: 10_000, types: ["RecordsRead"] });
    return events
      .map(({ data }) => data as { readBy: string; recordIds: string[] })
      .filter(({ readBy }) => readBy === who.account?.id)
      .flatMap(({ recordIds }) => recordIds);
  };
  return { ...test, nam, hoa, acceptor, ofNam, ofHoa, ask, list, readingsOf };
};

describe("a correction after acceptance", () => {
  const wish = (recordId: string, changes: object, accepted?: readonly object[]) => ({
    recordId,
    changes,
    reason: "Đối chiếu lại sổ",
    accepted,
  });

  it("empties no field that must be there, whatever reason is given", async () => {
    const { nam, ofNam, standalone } = await furnish();
    const emptied = { nksHoTen: { raw: "" } };
    const answer = [{ rule: "required-missing", fields: ["nksHoTen"], reason: "Sổ để trống" }];
    for (const accepted of [undefined, answer]) {
      const refused = await nam.post("review/v1/corrections", wish(ofNam, emptied, accepted));
      expect([refused.status, refused.body["code"]]).toEqual([422, "warning-not-accepted"]);
    }
    // What the paper shows is said: it is blank there.
    done(await nam.post("review/v1/corrections", wish(ofNam, { nksHoTen: { blank: true } })));
    await standalone.stop();
  });

  it("says, keeps and takes away doubt about what stands there, and the history and papers tell it", async () => {
    const { nam, acceptor, ofNam, list, standalone } = await furnish();
    const asked = async (value: object) => {
      done(await nam.post("review/v1/corrections", wish(ofNam, { meHoTen: value })));
      await standalone.settled();
      const { id, changes } = (await list(acceptor)).items.find(({ status }) => status === "requested") ?? {};
      done(await acceptor.post(`review/v1/corrections/${id}/approve`));
      await standalone.settled();
      return changes?.[0]?.after;
    };
    const path = `reporting/v1/records/${ofNam}`;
    const told = async () => {
      const { items } = done(
        await acceptor.get<{ items: { type: string; changes: { after: string | null }[] }[] }>(
          `${path}/history`,
        ),
      );
      return items.filter(({ type }) => type === "RecordCorrected").at(-1)?.changes;
    };
    const stands = async () =>
      done(await acceptor.get<{ fields: Record<string, object> }>(path)).fields["meHoTen"];

    // The text stays, and is in doubt.
    const doubtful = { raw: "Nguyễn Thị Lan", doubtful: true };
    expect(await asked(doubtful)).toMatchObject(doubtful);
    expect(JSON.stringify(await told())).toContain("(chưa chắc chắn)");
    const next = { raw: "Nguyễn Thị Lành", doubtful: true };
    expect(await asked(next)).toMatchObject(next);
    expect(await stands()).toMatchObject(next);
    expect(await asked({ raw: "Nguyễn Thị Lành" })).not.toHaveProperty("doubtful");
    expect(await stands()).toEqual({ raw: "Nguyễn Thị Lành" });
    await standalone.stop();
  });

  it("answers each new warning, and shows it with its reason to who decides", async () => {
    const { nam, acceptor, ofNam, list, standalone } = await furnish();
    const young = { meNgaySinh: { raw: "2005" } };
    const refused = await nam.post<{ code: string; errors: { fields: string[]; rule: string }[] }>(
      "review/v1/corrections",
      wish(ofNam, young),
    );
    expect([refused.status, refused.body.code]).toEqual([422, "warning-not-accepted"]);
    const fieldsByRule = new Map(refused.body.errors.map(({ rule, fields }) => [rule, fields]));
    const accepted = [...fieldsByRule].map(([rule, fields]) => ({ rule, fields, reason: "Sổ ghi như vậy" }));
    expect(accepted).not.toEqual([]);
    done(await nam.post("review/v1/corrections", wish(ofNam, young, accepted)));
    await standalone.settled();
    const [request] = (await list(acceptor)).items;
    expect(request?.findings.map(({ rule, reason }) => [rule, reason])).toEqual(
      expect.arrayContaining(accepted.map(({ rule }) => [rule, "Sổ ghi như vậy"])),
    );
    expect(request?.findings.every(({ reason }) => reason !== undefined)).toBe(true);
    done(await acceptor.post(`review/v1/corrections/${request?.id}/approve`));
    await standalone.settled();
    expect((await list(acceptor)).items).toMatchObject([{ status: "applied", findings: [] }]);
    const record = done(await nam.get<{ accepted: object[] }>(`entry/v1/records/${ofNam}`));
    expect(record.accepted).toEqual(accepted);
    await standalone.stop();
  });
});

describe("corrections", () => {
  it("are no way round to what a clerk did not key", async () => {
    const { nam, hoa, ofNam, ofHoa, ask, list, standalone } = await furnish();
    // They cannot look at it, and guess its version.
    const guessed = { recordId: ofHoa, changes: { meHoTen: { raw: "Trần Thị Hòa" } }, reason: "đoán" };
    expect((await nam.post("review/v1/corrections", guessed, undefined, '"0"')).body).toMatchObject({
      code: "work-of-another",
    });
    done(await ask(nam, ofNam));
    done(await ask(hoa, ofHoa));
    await standalone.settled();
    // A clerk without a further role sees their own requests, whether or not they say so.
    for (const query of ["", "?mine=true"]) {
      const { items } = await list(nam, query);
      expect(items).toMatchObject([
        { recordId: ofNam, number: "1", bookNumber: "01/2008", requestedByName: "Người nam" },
      ]);
      expect(items[0]?.changes).toMatchObject([{ field: "meHoTen", before: { raw: "Trần Thị Hoa" } }]);
    }
    await standalone.stop();
  });

  it("are recorded as readings of the records that they show", async () => {
    const { hoa, nam, acceptor, ofNam, ofHoa, ask, list, readingsOf, standalone } = await furnish();
    done(await ask(nam, ofNam));
    done(await ask(hoa, ofHoa));
    await standalone.settled();
    expect(await readingsOf(acceptor)).toEqual([]);
    expect((await list(acceptor)).items).toHaveLength(2);
    expect([...(await readingsOf(acceptor))].sort()).toEqual([ofNam, ofHoa].sort());
    await standalone.stop();
  });

  it("are not approved where the field has changed since they were asked for, and say what is there now", async () => {
    const { nam, acceptor, ofNam, ask, list, standalone } = await furnish();
    const first = done(await ask(nam, ofNam, "Trần Thị Hòa")).correctionId;
    const second = done(await ask(nam, ofNam, "Trần Thị Hoài")).correctionId;
    expect((await list(acceptor)).items.map(({ now }) => now)).toEqual([[], []]);
    done(await acceptor.post(`review/v1/corrections/${first}/approve`));
    await standalone.settled();
    const [waiting] = (await list(acceptor, "?status=requested")).items;
    expect(waiting).toMatchObject({
      id: second,
      now: [{ field: "meHoTen", value: { raw: "Trần Thị Hòa" } }],
    });
    const refused = await acceptor.post(`review/v1/corrections/${second}/approve`);
    expect([refused.status, refused.body["code"]]).toEqual([409, "correction-outdated"]);
    done(
      await acceptor.post(`review/v1/corrections/${second}/decline`, { reason: "Đã sửa theo đề nghị khác" }),
    );
    await standalone.stop();
  });

  it("are decided once: whoever comes second is told, and the next look shows what was written", async () => {
    const { nam, acceptor, commune, person, ofNam, ask, list, standalone } = await furnish();
    const other = await person("duyet-hai", [{ role: "acceptor", unitId: commune }]);
    const { correctionId: id } = done(await ask(nam, ofNam));
    // Nobody waits for anything: who has written sees it at the next look.
    expect((await list(nam, "?mine=true")).items).toMatchObject([{ id, status: "requested" }]);
    const path = `review/v1/corrections/${id}`;
    const seen = String((await acceptor.get(path)).headers["etag"]);
    done(await acceptor.post(`${path}/approve`, undefined, undefined, seen));
    expect((await list(acceptor)).items).not.toMatchObject([{ id, status: "requested" }]);
    const second = await other.post(`${path}/decline`, { reason: "Không đúng" }, undefined, seen);
    expect([second.status, second.body["code"]]).toEqual([412, "revision-conflict"]);
    const again = await other.post(`${path}/decline`, { reason: "Không đúng" });
    expect([again.status, again.body["code"]]).toEqual([409, "correction-decided"]);
    await standalone.stop();
  });

  it("tell whoever asked what became of it, page by page", async () => {
    const { nam, acceptor, ofNam, ask, list, standalone } = await furnish();
    const first = done(await ask(nam, ofNam)).correctionId;
    done(await acceptor.post(`review/v1/corrections/${first}/decline`, { reason: "Sổ ghi đúng như vậy" }));
    const second = done(await ask(nam, ofNam, "Trần Thị Hoài")).correctionId;
    done(await acceptor.post(`review/v1/corrections/${second}/approve`));
    await standalone.settled();
    const page = await list(nam, "?mine=true&limit=1");
    expect(page.items).toMatchObject([{ id: second, status: "applied" }]);
    const rest = await list(nam, `?mine=true&limit=1&after=${encodeURIComponent(page.next ?? "")}`);
    expect(rest.items).toMatchObject([
      { id: first, status: "declined", declineReason: "Sổ ghi đúng như vậy", decidedByName: "Người duyet" },
    ]);
    await standalone.stop();
  });

  it("are refused at once where nobody could store the value", async () => {
    const { nam, ofNam, ask, standalone } = await furnish();
    const refused = await ask(nam, ofNam, "Trần Thị\u200bHoa");
    expect([refused.status, refused.body]).toMatchObject([422, { code: "value-not-storable" }]);
    expect(refused.body.errors?.map(({ pointer }) => pointer)).toEqual(["/changes/meHoTen"]);
    await standalone.stop();
  });
});

it("a value that a checker had marked wrong comes back only with a reason of who approves it", async () => {
  const book = await acceptedBook();
  const { keeper, clerk, checker, acceptor, batchId, recordIds, standalone } = book;
  const [first = ""] = recordIds;
  const mark = { field: "meHoTen", severity: "critical", reason: "Sai họ tên mẹ" };
  const { items } = done(
    await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
  );
  const [review] = items;
  for (const { recordId } of review?.sample ?? []) {
    const path = `review/v1/reviews/${review?.id}/records/${recordId}`;
    const { revision } = done(await checker.get<{ revision: number }>(path));
    const marks = recordId === first ? [mark] : [];
    done(await checker.post(`${path}/check`, { recordRevision: revision, marks }));
  }
  type Keyed = { fields: { meHoTen: { raw: string } } };
  const { raw: marked } = done(await clerk.get<Keyed>(`entry/v1/records/${first}`)).fields.meHoTen;
  done(await acceptor.post(`review/v1/reviews/${review?.id}/return`, { reason: "Sai" }));
  await standalone.settled();
  const mended = { meHoTen: { raw: "Trần Thị Khác Hẳn" } };
  done(
    await clerk.post(`entry/v1/records/${first}/correct`, {
      changes: mended,
      reason: "Đối chiếu",
      accepted: [],
    }),
  );
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  await book.accept();

  const ask = async (raw: string) => {
    const wish = { recordId: first, changes: { meHoTen: { raw } }, reason: "Theo sổ" };
    const asked = await keeper.post<{ correctionId: string }>("review/v1/corrections", wish);
    await standalone.settled();
    return done(asked).correctionId;
  };
  // In another spelling as well.
  const correctionId = await ask(marked.toUpperCase());
  const path = `review/v1/corrections/${correctionId}`;
  const back = [{ ...mark, round: 1, markedByName: "Người kiem" }];
  // Who decides sees the mark, and who asked for it does.
  for (const reader of [acceptor, keeper])
    expect(done(await reader.get(path))).toMatchObject({ broughtBack: back });
  const list = done(await acceptor.get<{ items: object[] }>("review/v1/corrections?status=requested"));
  expect(list.items).toMatchObject([{ broughtBack: back }]);
  const refused = await acceptor.post(`${path}/approve`, {});
  expect([refused.status, refused.body["code"]]).toEqual([409, "marked-value-returns"]);
  const because = "Đã xem bản gốc: sổ ghi như vậy";
  done(await acceptor.post(`${path}/approve`, { because }));
  await standalone.settled();
  expect(done(await keeper.get(path))).toMatchObject({ status: "applied", because, broughtBack: [] });
  const history = done(
    await acceptor.get<{ items: { why?: string }[] }>(`reporting/v1/records/${first}/history`),
  );
  expect(history.items.map(({ why }) => why)).toContain(because);
  // Another value needs no word beside the request.
  const another = await ask("Trần Thị Huệ");
  expect(done(await acceptor.get(`review/v1/corrections/${another}`))).toMatchObject({ broughtBack: [] });
  done(await acceptor.post(`review/v1/corrections/${another}/approve`));
  await standalone.stop();
});

it("shows numbers of identity papers in full to who asked for it, and to who decides on it while it waits", async () => {
  const { person, commune, standalone, nam, acceptor, ofNam, list } = await furnish();
  const [number, masked] = ["012345678902", "•••••••••902"];
  const wish = {
    recordId: ofNam,
    changes: { meLoaiGiayToTuyThan: { raw: "1" }, meSoGiayToTuyThan: { raw: number } },
    reason: `Sổ ghi ${number}`,
  };
  const asked = await nam.post<{ errors?: { rule: string; fields: string[] }[] }>(
    "review/v1/corrections",
    wish,
  );
  const accepted = (asked.body.errors ?? []).map(({ rule, fields }) => ({
    rule,
    fields,
    reason: "sổ ghi vậy",
  }));
  const sent = asked.status === 201 ? asked : await nam.post("review/v1/corrections", { ...wish, accepted });
  const { correctionId } = done(sent) as unknown as { correctionId: string };
  await standalone.settled();
  const others = [
    await person("thu-hai", [{ role: "book-keeper", unitId: commune }]),
    await person("kiem-hai", [{ role: "checker", unitId: commune }]),
    await person("du-lieu", [{ role: "data-manager", unitId: commune }]),
  ];
  const seenBy = async (who: LocalClient) => [
    JSON.stringify(await list(who)),
    JSON.stringify(done(await who.get(`review/v1/corrections/${correctionId}`))),
  ];
  for (const who of [nam, acceptor]) for (const seen of await seenBy(who)) expect(seen).toContain(number);
  for (const who of others)
    for (const seen of await seenBy(who)) {
      expect(seen).not.toContain(number);
      expect(seen).toContain(masked);
    }
  done(
    await acceptor.post(`review/v1/corrections/${correctionId}/decline`, { reason: `Không phải ${number}` }),
  );
  await standalone.settled();
  for (const seen of await seenBy(acceptor)) expect(seen).not.toContain(number);
  for (const seen of await seenBy(nam)) expect(seen).toContain(number);
  await standalone.stop();
});
