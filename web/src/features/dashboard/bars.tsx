/** Bars beside each other, as high as their count against the highest; each tells what it is. */
export const Bars = (props: {
  readonly bars: readonly { readonly key: string; readonly count: number; readonly told: string }[];
  readonly peak: number;
}) => (
  <div className="bars">
    {props.bars.map(({ key, count, told }) => {
      const height = (count / props.peak) * 100;
      return (
        <svg
          key={key}
          aria-label={told}
          className="grow"
          height="100%"
          preserveAspectRatio="none"
          viewBox="0 0 10 100"
          role="img"
        >
          <title>{told}</title>
          <rect x="0" width="10" y={100 - height} height={height} />
        </svg>
      );
    })}
  </div>
);
