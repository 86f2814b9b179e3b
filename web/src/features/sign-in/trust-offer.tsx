import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

interface Fingerprints {
  readonly sha256: string;
  readonly sha1: string;
}

/** Of the office's own authority, where the server has one; null from every other server. */
const findAuthority = async (): Promise<Fingerprints | null> => {
  const answer = await fetch("/tin-cay/van-tay.json").catch(() => undefined);
  return answer?.status === 200 ? ((await answer.json()) as Fingerprints) : null;
};

/**
 * For whoever has come here past a browser's warning: what to compare, and how to trust the server
 * for good.
 */
export const TrustOffer = () => {
  const { t } = useTranslation();
  const authority = useQuery({
    queryKey: ["authority"],
    queryFn: findAuthority,
    retry: false,
    staleTime: Infinity,
  });
  if (!authority.data) return null;
  return (
    <details className="small">
      <summary>{t("trust.warned")}</summary>
      <p>{t("trust.compare")}</p>
      <p>
        <code className="fingerprint">SHA-256 {authority.data.sha256}</code>
      </p>
      <p>
        <a href="/tin-cay">{t("trust.how")}</a>
      </p>
    </details>
  );
};
