import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import { wordsOf } from "../support/pdf-words.ts";

const decision = { number: "12/QĐ", day: "2020-01-01", issuedBy: "UBND huyện Thanh Lâm" };
const note = { text: "Cải chính họ tên: NGUYỄN VĂN SAI", decision };

interface Told {
  readonly notes: readonly { number: string; text: string; by: string }[];
}

it("a note by decision waits for the acceptance of its case: none is keyed or checked unseen", async () => {
  const book = await acceptedBook();
  const { accept, checkSample, manager, recordIds, standalone } = book;
  const annotate = async () =>
    manager.post<{ code?: string }>(`entry/v1/records/${recordIds[1]}/annotate`, note);
  expect((await annotate()).body.code).toBe("note-before-acceptance");
  await checkSample();
  await standalone.settled();
  expect((await annotate()).body.code).toBe("note-before-acceptance");
  await accept();
  done(await annotate());
  await standalone.stop();
});

it("a note that the first package holds is told by the ledger, and its writer does not accept the result", async () => {
  const book = await acceptedBook();
  const { acceptor, commune, makePackage, manager, path, person, recordIds, standalone } = book;
  await book.accept();
  const roles = ["data-manager", "acceptor"] as const;
  const writer = await person(
    "hai-vai",
    roles.map((role) => ({ role, unitId: commune })),
  );
  done(await writer.post(`entry/v1/records/${recordIds[1]}/annotate`, note));
  await standalone.settled();
  // Whoever hands over reads it before it goes out, whoever accepts before they do.
  const told = [{ number: "2", text: note.text, by: writer.account?.id, decision }];
  expect(done(await manager.get<Told>(path)).notes).toMatchObject(told);
  // Nothing is made, and so nothing can be sent, that nobody else has looked at.
  const unconfirmed = await book.askForPackage();
  expect([unconfirmed.status, unconfirmed.body]).toMatchObject([
    409,
    { code: "changes-not-confirmed", errors: [{ pointer: "/cases/2" }] },
  ]);
  expect((await book.confirmChanges(writer)).body["code"]).toBe("supplemented-by-yourself");
  done(await book.confirmChanges());
  // Said once, it waits for nobody.
  const again = { notes: [{ recordId: recordIds[1], revision: 3 }], scans: [] };
  await manager.get(path);
  expect((await manager.post(`${path}/confirm-changes`, again)).body["code"]).toBe("changes-not-waiting");
  const history = await acceptor.get(`reporting/v1/records/${recordIds[1]}/history`);
  expect(JSON.stringify(history.body)).toContain("Xác nhận 1 ghi chú theo quyết định thêm sau nghiệm thu");
  done(await manager.post(`${path}/packages`, { exportId: await makePackage() }));
  await standalone.settled();
  done(await answer(manager, path, ["1,Thành công,", "2,Thành công,", "3,Thành công,"]));
  await standalone.settled();
  expect(done(await acceptor.get<Told>(path)).notes).toMatchObject(told);
  const paper = await wordsOf((await manager.get(`reporting/v1/books/${book.bookId}/handover.pdf`)).bytes);
  expect(paper).toContain("những gì một người thêm sau nghiệm thu: ghi chú theo quyết định của số 2");
  const refused = await writer.post<{ code?: string }>(`${path}/accept`, {});
  expect(refused.body.code).toBe("supplemented-by-yourself");
  done(await acceptor.post(`${path}/accept`, {}));
  expect(done(await acceptor.get<Told>(path)).notes).toEqual([]);
  await standalone.stop();
});
