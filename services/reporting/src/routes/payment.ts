import { Day } from "@sogoc/events";
import { QueryFlag, type ServiceApp } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { paymentWorkbook } from "../documents/payment-workbook.ts";
import { Freshness } from "../figures/freshness.ts";
import { PaymentLine } from "../figures/payment.ts";
import { type CountPaymentDependencies, countPayment } from "../use-cases/count-payment.ts";
import { scopeOf } from "./scope-of-request.ts";
import { UnitQuery, XLSX } from "./shapes.ts";

const PaymentQuery = UnitQuery.extend({
  bands: z
    .string()
    .regex(/^\d{1,4}(,\d{1,4}){0,5}$/)
    .optional()
    .describe("Upper ends of the length bands in characters, rising; left out = those in force."),
  on: Day.optional().describe("Bands and factors to A4 are those in force on this day; left out = today."),
  acceptedOnly: QueryFlag.default(true),
});
/** By what the lines were counted, so that anyone can count again. */
const Counting = z.object({
  bands: z.array(z.int()),
  a4Of: z.record(z.string(), z.number()).describe("A4 pages that a page of each size stands for."),
  acceptedOnly: z.boolean(),
});
const rolesThatRead = ["unit-admin", "data-manager", "province-viewer", "auditor"] as const;

/** What a request asks to be counted. */
const askedOf = (
  request: FastifyRequest,
  dependencies: CountPaymentDependencies,
  { unitId, bands, on, acceptedOnly }: z.infer<typeof PaymentQuery>,
) => ({
  scope: scopeOf(request, dependencies, unitId),
  bands: bands?.split(",").map(Number),
  on,
  acceptedOnly,
});

const paymentRoute = (app: ServiceApp, dependencies: CountPaymentDependencies): void => {
  app.get(
    "/payment",
    {
      config: { permission: { roles: [...rolesThatRead], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Khối lượng để thanh toán / Work by length of the fields and size of the pages",
        querystring: PaymentQuery,
        response: {
          200: z.object({ items: z.array(PaymentLine), counting: Counting, freshness: Freshness }),
        },
      },
    },
    async (request) => {
      const { fresh, counting, lines } = await countPayment(
        dependencies,
        askedOf(request, dependencies, request.query),
      );
      return { items: [...lines], counting, freshness: fresh };
    },
  );
};

const paymentWorkbookRoute = (app: ServiceApp, dependencies: CountPaymentDependencies): void => {
  app.get(
    "/payment.xlsx",
    {
      config: { permission: { roles: [...rolesThatRead], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Khối lượng để thanh toán, dạng bảng tính / The same as a workbook",
        querystring: PaymentQuery,
      },
    },
    async (request, reply) => {
      const { fresh, counting, lines } = await countPayment(
        dependencies,
        askedOf(request, dependencies, request.query),
      );
      return reply
        .type(XLSX)
        .header("content-disposition", 'attachment; filename="khoi-luong.xlsx"')
        .send(paymentWorkbook(lines, counting, fresh));
    },
  );
};

/** How much was done, as contracts count it. */
export const paymentRoutes = (app: ServiceApp, dependencies: CountPaymentDependencies): void => {
  paymentRoute(app, dependencies);
  paymentWorkbookRoute(app, dependencies);
};
