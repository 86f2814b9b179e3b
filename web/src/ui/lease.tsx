import { useTranslation } from "react-i18next";
import { formatDay } from "./format.ts";

/**
 * Until when a batch is somebody's; said in red once it has run out, since nothing is taken after
 * it.
 */
export const Lease = ({ until }: { readonly until: string | undefined }) => {
  const { t } = useTranslation();
  if (until === undefined) return null;
  if (Date.parse(until) > Date.now()) return <> · {t("batch.lease", { day: formatDay(until) })}</>;
  return (
    <>
      {" "}
      <span className="tag" data-tone="bad" data-lease="over">
        {t("batch.leaseOver", { day: formatDay(until) })}
      </span>
    </>
  );
};
