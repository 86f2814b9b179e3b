import type { FieldValue } from "@sogoc/events";
import { findField, findRecordType } from "@sogoc/registers";

const illegible: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  torn: ["rách", "torn"],
  faded: ["mờ", "faded"],
  stained: ["ố, bẩn", "stained"],
  handwriting: ["chữ viết khó đọc", "handwriting"],
  "missing-page": ["mất trang", "missing page"],
  "not-on-form": ["mẫu không có mục này", "not on the form"],
};

/** A value as a person reads it, in both languages; undefined where nothing was keyed. */
export const valueTexts = (value: FieldValue | undefined): { readonly vi: string; readonly en: string } => {
  if (!value) return { vi: "(chưa nhập)", en: "(not keyed)" };
  if ("blank" in value) return { vi: "(sổ để trống)", en: "(blank in the book)" };
  if ("illegible" in value) {
    const [vi, en] = illegible[value.illegible] ?? [value.illegible, value.illegible];
    const part = value.raw === undefined ? "" : ` “${value.raw}”`;
    return { vi: `(không đọc được: ${vi})${part}`, en: `(illegible: ${en})${part}` };
  }
  return value.doubtful
    ? { vi: `${value.raw} (chưa chắc chắn)`, en: `${value.raw} (doubtful)` }
    : { vi: value.raw, en: value.raw };
};

export const labelsOf = (
  recordType: string,
  code: string,
): { readonly labelVi: string; readonly labelEn: string } => {
  const type = findRecordType(recordType);
  const field = type && findField(type, code);
  return { labelVi: field?.label_vi ?? code, labelEn: field?.label_en ?? code };
};
