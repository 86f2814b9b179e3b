import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { pages } from "../../api/queries.ts";

/**
 * Somebody saw the record: by itself, in a file with others, or in a package that left the house.
 */
interface Look {
  readonly key: string;
  readonly at: string;
  readonly name: string;
  readonly what: string;
}

/** Who looked at the record, latest first; readings come page after page. */
export const useLooks = (recordId: string) => {
  const { t } = useTranslation();
  const list = useInfiniteQuery(
    pages("/api/reporting/v1/records/{recordId}/readings", { path: { recordId }, query: { limit: 100 } }),
  );
  const purposeOf = (purpose: string) => t(`audit.purpose.${purpose}`, { defaultValue: purpose });
  const answers = list.data?.pages ?? [];
  const readings = answers
    .flatMap(({ items }) => items)
    .map(({ at, name, purpose }) => ({
      key: `${at} ${name} ${purpose}`,
      at,
      name,
      what: purposeOf(purpose),
    }));
  // Every page tells of all of them.
  const files = (answers[0]?.files ?? []).map(({ at, name, purpose, file, fileId }) => ({
    key: `${at} ${name} ${fileId}`,
    at,
    name,
    what: `${t(`audit.file.${file}`)} · ${purposeOf(purpose)}`,
  }));
  const handedOut = (answers[0]?.exports ?? []).map(({ id, at, name, records }) => ({
    key: id,
    at,
    name,
    what: t("audit.exported", { count: records }),
  }));
  const looks: readonly Look[] = [...readings, ...files, ...handedOut].sort((one, other) =>
    other.at.localeCompare(one.at),
  );
  return { list, looks };
};
