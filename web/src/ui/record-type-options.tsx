import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { dataOf, entryApi } from "../api/client.ts";
import { knownRecordTypes, nameRecordType } from "../i18n/i18n.ts";

/**
 * Codes of the book types that this installation has, those that came as data since this page was
 * built included.
 */
export const useRecordTypes = (): readonly string[] => {
  const types = useQuery({
    queryKey: ["record-types"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const { items } = await dataOf(entryApi.GET("/api/entry/v1/record-types"));
      for (const { code, nameVi, nameEn } of items) nameRecordType(code, { vi: nameVi, en: nameEn });
      return items.map(({ code }) => code);
    },
  });
  return types.data ?? knownRecordTypes;
};

export const RecordTypeOptions = () => {
  const { t } = useTranslation();
  return useRecordTypes().map((code) => (
    <option key={code} value={code}>
      {t(`recordType.${code}`)}
    </option>
  ));
};
