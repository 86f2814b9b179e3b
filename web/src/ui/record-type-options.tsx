import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { query } from "../api/queries.ts";
import { read } from "../api/requests.ts";
import { knownRecordTypes, nameRecordType } from "../i18n/i18n.ts";

/** Reads the book types and names those that came as data, before a page shows one. */
const readTypes = async () => {
  const types = await read("/api/entry/v1/record-types");
  for (const { code, nameVi, nameEn } of types.items) nameRecordType(code, { vi: nameVi, en: nameEn });
  return types;
};

/**
 * Codes of the book types that this installation has, those that came as data since this page was
 * built included.
 */
export const useRecordTypes = (): readonly string[] => {
  const types = useQuery({
    ...query("/api/entry/v1/record-types"),
    queryFn: readTypes,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return types.data?.items.map(({ code }) => code) ?? knownRecordTypes;
};

export const RecordTypeOptions = () => {
  const { t } = useTranslation();
  return useRecordTypes().map((code) => (
    <option key={code} value={code}>
      {t(`recordType.${code}`)}
    </option>
  ));
};
