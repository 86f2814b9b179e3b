import { principalOf, type ServiceApp } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { SecondFactors } from "../secrets/second-factors.ts";
import { type GetSecondFactorDependencies, getSecondFactor } from "../use-cases/get-second-factor.ts";
import { offerSecondFactor } from "../use-cases/offer-second-factor.ts";
import {
  type RemoveSecondFactorDependencies,
  removeSecondFactor,
  removeSecondFactorRefusals,
} from "../use-cases/remove-second-factor.ts";
import {
  type SetSecondFactorDependencies,
  setSecondFactor,
  setSecondFactorRefusals,
} from "../use-cases/set-second-factor.ts";
import { Code, Password, personOf, Session, sessionAnswer } from "./session-shapes.ts";

const permission = { open: "signed-in", before: "second-factor" } as const;
const tags = ["sessions"];

interface SecondFactorRoutesDependencies
  extends GetSecondFactorDependencies,
    SetSecondFactorDependencies,
    RemoveSecondFactorDependencies {
  readonly commands: SetSecondFactorDependencies["commands"];
  readonly secondFactors: SecondFactors;
}

const CurrentCode = Code.optional().describe(
  "Of the phone that there is, or of its paper; required where there is one.",
);

/** Passwords and codes are tried here, too. */
const limited = (max: number) => ({ max, timeWindow: "1 minute", keyGenerator: personOf });

const signedInFrom = (request: FastifyRequest) => {
  const { account, session } = principalOf(request);
  return { account, session, address: request.ip };
};

const offering = (app: ServiceApp, dependencies: SecondFactorRoutesDependencies): void => {
  app.post(
    "/second-factor",
    {
      config: { permission },
      schema: {
        tags,
        summary: "Bắt đầu cài đặt xác thực hai bước / Begin to set up a second factor",
        response: {
          200: z.object({
            secret: z.string().describe("Base32, for a phone without a camera."),
            address: z.string().describe("otpauth://, for a QR code."),
          }),
        },
      },
    },
    async (request) => offerSecondFactor(dependencies, principalOf(request).account),
  );
};

const confirming = (
  app: ServiceApp,
  dependencies: SecondFactorRoutesDependencies,
  perMinute: number,
): void => {
  app.post(
    "/second-factor/confirmation",
    {
      config: { permission, rateLimit: limited(perMinute), refusals: setSecondFactorRefusals },
      schema: {
        tags,
        summary:
          "Xác nhận bằng mã đầu tiên / Confirm with the phone's first code; the answer tells the recovery codes once",
        body: z.strictObject({ password: Password, code: Code, currentCode: CurrentCode }),
        response: { 200: Session.extend({ recoveryCodes: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const set = await setSecondFactor(dependencies, signedInFrom(request), request.body, request.id);
      return { ...sessionAnswer(set), recoveryCodes: [...set.recoveryCodes] };
    },
  );
};

const removing = (app: ServiceApp, dependencies: SecondFactorRoutesDependencies, perMinute: number): void => {
  app.post(
    "/second-factor/removal",
    {
      config: { permission, rateLimit: limited(perMinute), refusals: removeSecondFactorRefusals },
      schema: {
        tags,
        summary: "Bỏ xác thực hai bước của chính mình / Take away one's own second factor",
        body: z.strictObject({ password: Password, currentCode: CurrentCode }),
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await removeSecondFactor(dependencies, signedInFrom(request), request.body, request.id);
      return reply.code(204).send();
    },
  );
};

/** A code of the phone beside the password, set up and taken away by its owner. */
export const secondFactorRoutes = (
  app: ServiceApp,
  dependencies: SecondFactorRoutesDependencies,
  perMinute: number,
): void => {
  app.get(
    "/second-factor",
    {
      config: { permission },
      schema: {
        tags,
        summary: "Xác thực hai bước của tôi / How my second factor stands",
        response: {
          200: z.object({ set: z.boolean(), needed: z.boolean(), recoveryCodesLeft: z.int() }),
        },
      },
    },
    async (request) => getSecondFactor(dependencies, principalOf(request).account),
  );
  offering(app, dependencies);
  confirming(app, dependencies, perMinute);
  removing(app, dependencies, perMinute);
};
