import { vietnamDay } from "@sogoc/core";
import { Day } from "@sogoc/events";
import type { ServiceApp } from "@sogoc/http";
import { findRecordType } from "@sogoc/registers";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { Disagreements, disagreements, EARLIEST_KEYING } from "../figures/disagreements.ts";
import { Freshness } from "../figures/freshness.ts";
import { PolicyEstimate } from "../figures/keying-policy.ts";
import { estimateKeyingPolicy } from "../use-cases/estimate-keying-policy.ts";
import { rolesThatSeeClerks } from "./roles.ts";
import { scopeOf } from "./scope-of-request.ts";
import { UnitQuery } from "./shapes.ts";

const BookTypeCode = z
  .string()
  .max(10)
  .refine((code) => findRecordType(code) !== undefined, "Loại sổ không có. / No such book type.");

const disagreementsRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"batches" | "clock" | "directory" | "freshness" | "secondKeyings">,
): void => {
  app.get(
    "/disagreements",
    {
      config: { permission: { roles: [...rolesThatSeeClerks, "checker"], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Hai lần nhập khác nhau ở đâu / Where two keyings differed, by field, book and clerk",
        querystring: UnitQuery.extend({
          recordType: BookTypeCode.optional(),
          from: Day.optional(),
          to: Day.optional(),
        }),
        response: { 200: Disagreements.extend({ freshness: Freshness }) },
      },
    },
    async (request) => {
      const {
        unitId,
        recordType,
        from = EARLIEST_KEYING,
        to = vietnamDay(dependencies.clock.now()),
      } = request.query;
      const fresh = await dependencies.freshness(["batches", "secondKeyings"]);
      const scope = scopeOf(request, dependencies, unitId);
      return { ...(await disagreements(dependencies, { scope, recordType, from, to })), freshness: fresh };
    },
  );
};

const keyingPolicyRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"batches" | "clock" | "directory" | "freshness" | "secondKeyings">,
): void => {
  app.get(
    "/keying-policy",
    {
      config: { permission: { roles: [...rolesThatSeeClerks], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary:
          "Nhập một lần hay hai lần / What more or less double keying would cost and leave undetected, as measured here",
        querystring: UnitQuery.extend({ recordType: BookTypeCode }),
        response: {
          200: z.object({
            records: z.int().describe("Records keyed twice that the estimate rests on."),
            differing: z.int().describe("Fields of these in which the keyings differed."),
            decided: z.int().describe("Of the differing ones those that were decided."),
            items: z.array(PolicyEstimate),
            assumedAlike: z
              .number()
              .describe(
                "Of the fields that both got wrong, the share taken to be wrong alike: assumed, not measured.",
              ),
            freshness: Freshness,
          }),
        },
      },
    },
    async (request) => {
      const { unitId, recordType } = request.query;
      return estimateKeyingPolicy(dependencies, {
        scope: scopeOf(request, dependencies, unitId),
        recordType,
      });
    },
  );
};

/** Where two keyings differ, and what that says of keying once or twice. */
export const disagreementRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<"batches" | "clock" | "directory" | "freshness" | "secondKeyings">,
): void => {
  disagreementsRoute(app, dependencies);
  keyingPolicyRoute(app, dependencies);
};
