import type { ServiceApp } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { paymentWorkbook } from "../documents/payment-workbook.ts";
import { Freshness, freshness } from "../figures/freshness.ts";
import { PaymentLine, paymentLines } from "../figures/payment.ts";
import { scopeOf } from "../figures/scope.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import { UnitQuery } from "./shapes.ts";

/** Length bands of one contractor; no official figures are known, so the question names its own. */
const DEFAULT_BANDS = "15,50";

const PaymentQuery = UnitQuery.extend({
  bands: z
    .string()
    .regex(/^\d{1,4}(,\d{1,4}){0,5}$/)
    .default(DEFAULT_BANDS)
    .describe("Upper ends of the length bands in characters, rising."),
  acceptedOnly: z.stringbool().default(true),
});
const readers = ["unit-admin", "data-manager", "province-viewer", "auditor"] as const;

const limitsOf = (text: string): readonly number[] =>
  [...new Set(text.split(",").map(Number))].sort((a, b) => a - b);

/** How much was done, as contracts count it. */
export const paymentRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  const answer = async (request: FastifyRequest, query: z.infer<typeof PaymentQuery>) => {
    const { unitId, acceptedOnly } = query;
    const bands = limitsOf(query.bands);
    const fresh = await freshness(parts, ["field-lengths", "scans", "batches"]);
    const scope = scopeOf(request, parts, unitId);
    return { fresh, bands, lines: await paymentLines(parts, { scope, bands, acceptedOnly }) };
  };

  app.get(
    "/payment",
    {
      config: { permission: { roles: [...readers], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Khối lượng để thanh toán / Work by length of the fields and size of the pages",
        querystring: PaymentQuery,
        response: { 200: z.object({ items: z.array(PaymentLine), freshness: Freshness }) },
      },
    },
    async (request) => {
      const { fresh, lines } = await answer(request, request.query);
      return { items: [...lines], freshness: fresh };
    },
  );

  app.get(
    "/payment.xlsx",
    {
      config: { permission: { roles: [...readers], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Khối lượng để thanh toán, dạng bảng tính / The same as a workbook",
        querystring: PaymentQuery,
      },
    },
    async (request, reply) => {
      const { fresh, bands, lines } = await answer(request, request.query);
      return reply
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .header("content-disposition", 'attachment; filename="khoi-luong.xlsx"')
        .send(paymentWorkbook(lines, bands, fresh));
    },
  );
};
