/** Natural logarithms of factorials, for probabilities that would not fit a number otherwise. */
const logFactorials: number[] = [0, 0];
const logFactorial = (n: number): number => {
  for (let next = logFactorials.length; next <= n; next++) {
    logFactorials[next] = (logFactorials[next - 1] ?? 0) + Math.log(next);
  }
  return logFactorials[n] ?? 0;
};
const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/**
 * Probability (0 to 1) that a lot is accepted: at most `acceptance` wrong cases in a sample of
 * `sampleSize` drawn without putting back from `lotSize` cases of which `wrong` are wrong
 * (hypergeometric).
 */
export const acceptanceProbability = (
  lotSize: number,
  wrong: number,
  sampleSize: number,
  acceptance: number,
): number => {
  const whole = logChoose(lotSize, sampleSize);
  let sum = 0;
  const most = Math.min(acceptance, wrong, sampleSize);
  for (let found = Math.max(0, sampleSize - (lotSize - wrong)); found <= most; found++) {
    sum += Math.exp(logChoose(wrong, found) + logChoose(lotSize - wrong, sampleSize - found) - whole);
  }
  return Math.min(1, sum);
};

export interface CurvePoint {
  /** Share of wrong cases in the lot, per cent. */
  readonly wrong: number;
  /** Probability that such a lot is accepted, 0 to 1. */
  readonly accepted: number;
}

/** The operating curve up to where hardly any lot gets through; about 40 points. */
export const operatingCurve = (
  lotSize: number,
  sampleSize: number,
  acceptance: number,
): readonly CurvePoint[] => {
  const points: CurvePoint[] = [];
  const step = Math.max(1, Math.ceil(lotSize / 400));
  for (let wrong = 0; wrong <= lotSize; wrong += wrong < 20 * step ? step : 4 * step) {
    const accepted = acceptanceProbability(lotSize, wrong, sampleSize, acceptance);
    points.push({ wrong: (100 * wrong) / lotSize, accepted });
    if (accepted < 0.005) break;
  }
  return points;
};
