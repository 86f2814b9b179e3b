import { useId } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber, formatShare } from "../../ui/format.ts";

interface Point {
  /** Per cent of cases that are wrong. */
  readonly wrong: number;
  /** Probability that such a lot is accepted, 0 to 1. */
  readonly accepted: number;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [560, 250, 48, 40, 12];
const across = WIDTH - LEFT - 16;
const down = HEIGHT - BOTTOM - TOP;

/** Ends of the scale that leave the axis with whole tens or fives. */
const scaleEnd = (most: number): number => [5, 10, 20, 40, 60, 80].find((end) => most <= end) ?? 100;

const acceptedAt = (points: readonly Point[], wrong: number): number => {
  const after = points.findIndex((point) => point.wrong >= wrong);
  if (after === -1) return 0;
  const [left, right] = [points[Math.max(0, after - 1)], points[after]];
  if (!left || !right || right.wrong === left.wrong) return right?.accepted ?? 0;
  const share = (wrong - left.wrong) / (right.wrong - left.wrong);
  return left.accepted + share * (right.accepted - left.accepted);
};

/** The same figures for whoever does not see the lines; `end` is the scale's. */
const CurveTable = (props: {
  readonly id: string;
  readonly end: number;
  readonly keyFields: readonly Point[];
  readonly other: readonly Point[];
}) => {
  const { t } = useTranslation();
  const { id, end, keyFields, other } = props;
  return (
    <details id={id}>
      <summary>{t("lots.curve.table")}</summary>
      <table>
        <thead>
          <tr>
            <th className="number">{t("lots.curve.wrong")}</th>
            <th className="number">{t("lots.class.key")}</th>
            <th className="number">{t("lots.class.other")}</th>
          </tr>
        </thead>
        <tbody>
          {[0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1].map((share) => (
            <tr key={share}>
              <td className="number">{formatNumber(share * end)} %</td>
              <td className="number">{formatShare(acceptedAt(keyFields, share * end))}</td>
              <td className="number">{formatShare(acceptedAt(other, share * end))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};

/**
 * How likely a lot gets through, by how much of it is wrong: two lines, told apart by dashes too,
 * and the same as a table.
 */
export const OperatingCurve = (props: {
  readonly keyFields: readonly Point[];
  readonly other: readonly Point[];
}) => {
  const { t } = useTranslation();
  const id = useId();
  const { keyFields, other } = props;
  const end = scaleEnd(Math.max(...[...keyFields, ...other].map(({ wrong }) => wrong)));
  const x = (wrong: number) => LEFT + (Math.min(wrong, end) / end) * across;
  const y = (accepted: number) => TOP + (1 - accepted) * down;
  const path = (points: readonly Point[]) =>
    points
      .filter(({ wrong }) => wrong <= end)
      .map(
        (point, index) =>
          `${index === 0 ? "M" : "L"}${x(point.wrong).toFixed(1)} ${y(point.accepted).toFixed(1)}`,
      )
      .join("");
  const steps = [0, 0.25, 0.5, 0.75, 1];
  return (
    <figure className="curve">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-table`}
      >
        <title id={`${id}-title`}>{t("lots.curve.title")}</title>
        {steps.map((step) => (
          <g key={step}>
            <line className="grid" x1={LEFT} x2={LEFT + across} y1={y(step)} y2={y(step)} />
            <text x={LEFT - 6} y={y(step) + 4} textAnchor="end">
              {formatShare(step)}
            </text>
            <text x={x(step * end)} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
              {formatNumber(step * end)} %
            </text>
          </g>
        ))}
        <path className="key" d={path(keyFields)} />
        <path className="other" d={path(other)} />
        <text x={LEFT + across / 2} y={HEIGHT - 6} textAnchor="middle">
          {t("lots.curve.wrong")}
        </text>
      </svg>
      <figcaption className="row small">
        <span>
          <svg className="legend" viewBox="0 0 30 6" aria-hidden="true">
            <path className="key" d="M0 3L30 3" />
          </svg>{" "}
          {t("lots.class.key")}
        </span>
        <span>
          <svg className="legend" viewBox="0 0 30 6" aria-hidden="true">
            <path className="other" d="M0 3L30 3" />
          </svg>{" "}
          {t("lots.class.other")}
        </span>
      </figcaption>
      <CurveTable id={`${id}-table`} end={end} keyFields={keyFields} other={other} />
    </figure>
  );
};
