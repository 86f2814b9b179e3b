import { CommandRejected, type FieldProblem } from "@sogoc/core";
import type { FastifyInstance } from "fastify";

const decoder = new TextDecoder("utf-8", { fatal: true });

const pointerPart = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");

const textProblem = (text: string): string | undefined => {
  if (!text.isWellFormed() || text.includes("\u0000"))
    return "Văn bản có ký tự không hợp lệ. / Invalid character.";
  if (text.normalize("NFC") !== text)
    return "Văn bản phải ở dạng Unicode dựng sẵn (NFC). / Text must be composed Unicode (NFC).";
  return undefined;
};

const collectTextProblems = (value: unknown, pointer: string, found: FieldProblem[]): void => {
  if (typeof value === "string") {
    const detail = textProblem(value);
    if (detail !== undefined) found.push({ pointer, detail });
  } else if (value !== null && typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) {
      const detail = textProblem(key);
      if (detail !== undefined) found.push({ pointer, detail });
      collectTextProblems(inner, `${pointer}/${pointerPart(key)}`, found);
    }
  }
};

// Escapes can smuggle in what the bytes themselves do not show; without any, one look at the whole
// text is enough.
const needsWalk = (text: string): boolean =>
  text.includes("\\u") || !text.isWellFormed() || text.normalize("NFC") !== text;

/**
 * Bytes to value: broken UTF-8, decomposed Unicode, NUL and lone surrogates are refused with a
 * pointer.
 */
export const installStrictJson = (app: FastifyInstance): void => {
  const parseText = app.getDefaultJsonParser("error", "error");
  app.removeContentTypeParser(["application/json", "text/plain"]);
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    let text: string;
    try {
      text = decoder.decode(body as Buffer);
    } catch {
      done(
        new CommandRejected("malformed-body", {}, [
          { pointer: "", detail: "Không phải UTF-8. / Not UTF-8." },
        ]),
      );
      return;
    }
    if (text.trim() === "") {
      done(null, undefined);
      return;
    }
    parseText(request, text, (error, value) => {
      if (error)
        return done(
          new CommandRejected("malformed-body", {}, [
            { pointer: "", detail: "Không phải JSON. / Not JSON." },
          ]),
        );
      if (needsWalk(text)) {
        const problems: FieldProblem[] = [];
        collectTextProblems(value, "", problems);
        if (problems.length > 0)
          return done(new CommandRejected("invalid-request", {}, problems.slice(0, 50)));
      }
      done(null, value);
    });
  });
};
