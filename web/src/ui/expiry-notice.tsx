import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { query } from "../api/queries.ts";
import { formatMoment } from "./format.ts";

const EVERY_MS = 60 * 60_000;

const texts = {
  certificate: "expiry.certificate",
  authority: "expiry.authority",
  "signing-key": "expiry.signingKey",
} as const;

/**
 * Says what of the server's certificates and keys ends within two weeks, or has ended; else
 * nothing.
 */
export const ExpiryNotice = () => {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...query("/api/accounts/v1/expiries"),
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
    retry: false,
  });
  if (!data || data.endings.length === 0) return null;
  return (
    <div className="problem" role="status">
      {data.endings.map(({ name, endsAt, isOver }) => (
        <p key={name}>
          <strong>{t(texts[name])}</strong>{" "}
          {t(isOver ? "expiry.ended" : "expiry.ends", { at: formatMoment(endsAt) })}{" "}
          {t(`expiry.remedy.${name}`)}
        </p>
      ))}
    </div>
  );
};
