import type { Clock } from "@sogoc/core";
import type { ServiceApp } from "@sogoc/http";
import { z } from "zod";

/** What should have been renewed by itself long before, and what somebody has to put in place. */
const SOON_MS = 14 * 24 * 3_600_000;

const Ending = z.object({
  name: z
    .enum(["certificate", "authority", "signing-key"])
    .describe(
      "`certificate`: by which the server proves itself; `authority`: the office's own, trusted by its machines; `signing-key`: of the sign-ins.",
    ),
  endsAt: z.iso.datetime(),
  isOver: z.boolean(),
});
type Ending = z.infer<typeof Ending>;

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
    async () => {
      const now = clock.now().getTime();
      const endings = Object.entries(find()).flatMap(([key, end]): Ending[] => {
        const name = Ending.shape.name.safeParse(key).data;
        if (name === undefined || end - now > SOON_MS) return [];
        return [{ name, endsAt: new Date(end).toISOString(), isOver: end <= now }];
      });
      return { endings };
    },
  );
};
