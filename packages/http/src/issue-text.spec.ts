import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { startTestService, type TestService } from "./testing/test-service.ts";

describe("what is wrong with a request", () => {
  let test: TestService;
  beforeAll(async () => {
    test = await startTestService({
      routes: (app) => {
        app.post(
          "/books",
          {
            config: { permission: { open: "public" } },
            schema: {
              body: z.strictObject({
                reason: z.string().min(3),
                number: z.string().regex(/^\d{2}$/),
                day: z.iso.date(),
                pages: z.int().min(1).max(800),
                type: z.enum(["KS", "KT"]),
                names: z.array(z.string()).max(2),
                either: z.union([z.string(), z.number()]),
                code: z.string().refine((code) => code === "x", "Không có. / None such."),
              }),
            },
          },
          async () => ({}),
        );
      },
    });
  });
  afterAll(() => test.server.close());

  const problems = async (payload: object) => {
    const answer = await test.server.inject({ method: "POST", url: "/api/test/v1/books", payload });
    const errors: { pointer: string; detail: string }[] = answer.json().errors;
    return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer, detail]));
  };

  it("is said in both languages, without a pattern, a term of programming or the value itself", async () => {
    const wrong = await problems({
      reason: "x",
      number: "bí mật",
      day: "31.02.2010",
      pages: 900,
      type: "bí mật",
      names: ["a", "b", "c"],
      either: true,
      code: "bí mật",
      more: 1,
    });
    expect(wrong).toEqual({
      "/reason": "Ít nhất 3 ký tự. / At least 3 characters.",
      "/number": "Không đúng dạng quy định. / Not of the prescribed form.",
      "/day":
        "Phải là ngày có trong lịch, dạng năm-tháng-ngày. / Must be a day on the calendar, as year-month-day.",
      "/pages": "Nhiều nhất 800. / At most 800.",
      "/type": "Chọn một trong: KS, KT. / Choose one of: KS, KT.",
      "/names": "Nhiều nhất 2 phần tử. / At most 2 items.",
      "/either": "Giá trị không hợp lệ. / The value is not valid.",
      "/code": "Không có. / None such.",
      "/": "Có mục không được biết đến. / There is an entry that is not known.",
    });
  });

  it("tells what is missing from what is of another kind", async () => {
    const wrong = await problems({ number: 7, pages: "7", names: {} });
    expect(wrong).toMatchObject({
      "/reason": "Thiếu mục này. / This is missing.",
      "/number": "Phải là chữ. / Must be text.",
      "/pages": "Phải là số. / Must be a number.",
      "/names": "Phải là danh sách. / Must be a list.",
      "/day": "Thiếu mục này. / This is missing.",
    });
  });
});
