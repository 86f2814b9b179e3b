import { inShape } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { ACCESS_TOKEN_SECONDS } from "../secrets/signing-keys.ts";
import type { OpenSession } from "../steps/issue-access-token.ts";

const Grant = z.object({
  role: z.string(),
  unitId: z.string(),
  from: z.string(),
  until: z.string().optional(),
});

export const Session = z.object({
  accessToken: z.string(),
  /** Seconds. */
  expiresIn: z.int(),
  draftKey: z.string().describe("Seals what is half keyed on this computer; never to be stored there."),
  account: z.object({
    id: z.string(),
    name: z.string(),
    unitId: z.string(),
    mustChangePassword: z.boolean(),
    mustSetSecondFactor: z.boolean(),
    grants: z.array(Grant),
  }),
});

export const Password = z.string().min(1).max(200);
/** Six digits of a phone or a recovery code, as they were typed. */
export const Code = z.string().trim().min(6).max(20);

export const accountAnswer = (principal: OpenSession["principal"]) => {
  const { account, name, unitId, grants, mustChangePassword, mustSetSecondFactor } = principal;
  return {
    id: account,
    name,
    unitId,
    mustChangePassword: mustChangePassword === true,
    mustSetSecondFactor: mustSetSecondFactor === true,
    grants: grants.map((grant) => inShape(Grant, grant)),
  };
};

export const sessionAnswer = ({
  accessToken,
  principal,
  draftKey,
}: OpenSession): z.infer<typeof Session> => ({
  accessToken,
  expiresIn: ACCESS_TOKEN_SECONDS,
  draftKey,
  account: accountAnswer(principal),
});

/** Whose tries are counted together. */
export const personOf = (request: FastifyRequest): string => request.principal?.account ?? request.ip;
