import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { query } from "../api/queries.ts";
import { useHasRole } from "./use-session.ts";

const EVERY_MS = 5 * 60_000;

/** Leads whoever may let a whole book go out to those that wait for them. */
export const ExportNotice = () => {
  const { t } = useTranslation();
  const decides = useHasRole("acceptor", "unit-admin", "data-manager");
  const { data } = useQuery({
    ...query("/api/reporting/v1/exports", { query: { limit: 50 } }),
    enabled: decides,
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
    retry: false,
  });
  const count = (data?.items ?? []).filter(
    ({ standing, own }) => standing === "awaits-approval" && !own,
  ).length;
  if (count === 0) return null;
  return (
    <p className="notice row" role="status" data-notice="exports">
      <span className="grow">{t("export.toDecide", { count })}</span>
      <Link className="button" href="/xuat-tep">
        {t("export.look")}
      </Link>
    </p>
  );
};
