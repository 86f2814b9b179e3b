import type { Clock } from "@sogoc/core";
import type { ServiceApp } from "@sogoc/http";
import { z } from "zod";
import { endingNames, showEndings } from "../use-cases/show-endings.ts";

const Ending = z.object({
  name: z
    .enum(endingNames)
    .describe(
      "`certificate`: by which the server proves itself; `authority`: the office's own, trusted by its machines; `signing-key`: of the sign-ins.",
    ),
  endsAt: z.iso.datetime(),
  isOver: z.boolean(),
});

/** What ends when, by name, in milliseconds since 1970. */
export type FindExpiries = () => Readonly<Record<string, number>>;

/** For those who can do something about it: the first page warns them. */
export const expiryRoutes = (app: ServiceApp, clock: Clock, find: FindExpiries): void => {
  app.get(
    "/expiries",
    {
      config: { permission: { roles: ["system-admin", "unit-admin"], area: "narrowed-by-query" } },
      schema: {
        tags: ["expiries"],
        summary: "Chứng thư và khóa sắp hết hạn / Certificates and keys that end within two weeks",
        response: { 200: z.object({ endings: z.array(Ending) }) },
      },
    },
    async () => ({ endings: [...showEndings(find(), clock.now())] }),
  );
};
