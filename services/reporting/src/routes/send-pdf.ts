import type { FastifyReply } from "fastify";

/** Answers with a PDF to be shown, which no cache keeps. */
export const sendPdf = (reply: FastifyReply, fileName: string, bytes: Buffer) =>
  reply
    .type("application/pdf")
    .header("content-disposition", `inline; filename="${fileName}"`)
    .header("cache-control", "no-store")
    .send(bytes);
