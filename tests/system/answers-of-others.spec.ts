import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, addressOfAnswer } from "../support/accepted-book.ts";

/** A book of 2008 that is handed over and waits for its answer. */
const handedOver = async () => {
  const book = await acceptedBook();
  await book.accept();
  const { manager, makePackage, path, standalone } = book;
  done(await manager.post(`${path}/packages`, { exportId: await makePackage() }));
  await standalone.settled();
  const send = async (...lines: readonly string[]) => {
    const file = Buffer.from([...lines, ""].join("\n"));
    const address = await addressOfAnswer(manager, path, file);
    return (await manager.upload<Record<string, unknown>>(address, "ket-qua.csv", file)).body;
  };
  return { ...book, send };
};

it("cases of another year are not taken for this book's, by number or by date", async () => {
  const { send, standalone } = await handedOver();
  expect(
    await send("Số đăng ký,Trạng thái", "1/2011,Thành công", "2/2011,Thành công", "3/2011,Thành công"),
  ).toMatchObject({ code: "answer-names-none" });
  // The next year is one of the book, and not that of its cases.
  expect(await send("Số đăng ký,Trạng thái", "1/2009,Thành công", "2,Thành công")).toMatchObject({
    loaded: 1,
    unknown: 1,
  });
  await standalone.stop();
});

it.each([
  ["Ngày đăng ký", "05/01/2011"],
  ["Năm đăng ký", "2011"],
  ["Quyển sổ hộ tịch số", "07/2011"],
  ["Lĩnh vực", "Khai tử"],
  ["Cơ quan", "UBND xã Khác"],
])("an answer whose column “%s” says “%s” is asked about before it is taken", async (heading, value) => {
  const { send, standalone } = await handedOver();
  const lines = (of: string) => [1, 2, 3].map((so) => `${so},${of},Thành công`);
  const header = `Số đăng ký,${heading},Trạng thái`;
  expect(await send(header, ...lines(value))).toMatchObject({ code: "answer-place-unread" });
  await standalone.stop();
});

it("is taken where these are the book's own", async () => {
  const { send, standalone } = await handedOver();
  const own = "17/03/2008,2008,01/2008,Khai sinh,UBND xã Mai Lâm,Thành công";
  expect(
    await send(
      "Số đăng ký,Ngày đăng ký,Năm,Thuộc quyển,Lĩnh vực,Cơ quan,Trạng thái",
      ...[1, 2, 3].map((so) => `${so}/2008,${own}`),
    ),
  ).toMatchObject({ loaded: 3 });
  await standalone.stop();
});
