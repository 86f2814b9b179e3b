import { CommandRejected } from "@sogoc/core";
import type { ServiceApp } from "@sogoc/http";
import {
  codeTables,
  findGroup,
  findRecordType,
  qualityRules,
  type RecordType,
  recordTypes,
} from "@sogoc/registers";
import { z } from "zod";

const FieldShape = z.object({
  code: z.string(),
  labelVi: z.string(),
  labelEn: z.string(),
  type: z.string(),
  group: z.string(),
  groupVi: z.string().describe("What people call the group; the book type's own name where it has one."),
  groupEn: z.string(),
  required: z.boolean(),
  maxLength: z.int(),
  codeTable: z.string().optional(),
});

const signedIn = { permission: { open: "signed-in" } } as const;

const typesRoute = (app: ServiceApp): void => {
  app.get(
    "/record-types",
    {
      config: signedIn,
      schema: {
        tags: ["record types"],
        summary: "Các loại sổ / Book types",
        response: {
          200: z.object({
            items: z.array(z.object({ code: z.string(), nameVi: z.string(), nameEn: z.string() })),
          }),
        },
      },
    },
    async () => ({
      items: recordTypes.map(({ code, name_vi: nameVi, name_en: nameEn }) => ({ code, nameVi, nameEn })),
    }),
  );
};

const toFieldShape = (
  field: RecordType["fields"][number],
  { groups }: RecordType,
): z.infer<typeof FieldShape> => {
  const group = groups[field.group] ?? findGroup(field.group);
  return {
    code: field.code,
    labelVi: field.label_vi,
    labelEn: field.label_en,
    type: field.type,
    group: field.group,
    groupVi: group?.label_vi ?? field.group,
    groupEn: group?.label_en ?? field.group,
    required: field.required,
    maxLength: field.maxLength,
    codeTable: field.codeTable,
  };
};

const tablesOf = (fields: readonly z.infer<typeof FieldShape>[]) => {
  const names = new Set(fields.flatMap(({ codeTable }) => codeTable ?? []));
  const tables = codeTables
    .filter(({ name }) => names.has(name))
    .map(
      ({ name, entries }) => [name, entries.map(({ code, label_vi: label }) => ({ code, label }))] as const,
    );
  return Object.fromEntries(tables);
};

const oneType = (app: ServiceApp): void => {
  app.get(
    "/record-types/:code",
    {
      config: signedIn,
      schema: {
        tags: ["record types"],
        summary: "Các cột và bảng mã của một loại sổ / Columns and code tables of a book type",
        params: z.object({ code: z.string().max(10) }),
        response: {
          200: z.object({
            code: z.string(),
            fields: z.array(FieldShape),
            codeTables: z.record(z.string(), z.array(z.object({ code: z.string(), label: z.string() }))),
          }),
        },
      },
    },
    async (request) => {
      const type = findRecordType(request.params.code);
      if (!type) throw new CommandRejected("not-found");
      const fields = type.fields.map((field) => toFieldShape(field, type));
      return { code: type.code, fields, codeTables: tablesOf(fields) };
    },
  );
};

const rulesRoute = (app: ServiceApp): void => {
  app.get(
    "/quality-rules",
    {
      config: signedIn,
      schema: {
        tags: ["record types"],
        summary: "Các quy tắc kiểm tra / Quality rules",
        response: {
          200: z.object({
            items: z.array(
              z.object({
                id: z.string(),
                severity: z.string(),
                messageVi: z.string(),
                messageEn: z.string(),
              }),
            ),
          }),
        },
      },
    },
    async () => ({
      items: qualityRules.map(({ id, severity, message_vi: messageVi, message_en: messageEn }) => ({
        id,
        severity,
        messageVi,
        messageEn,
      })),
    }),
  );
};

/**
 * What a register is, for programs that show forms: columns, code tables, rules. Holds no person's
 * data.
 */
export const recordTypeRoutes = (app: ServiceApp): void => {
  typesRoute(app);
  oneType(app);
  rulesRoute(app);
};
