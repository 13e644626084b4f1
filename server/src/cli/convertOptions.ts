/** The options of `rulewright convert`, some of which other commands that write rules have too. */

export const conversionTargets = ['toml', 'ndjson', 'json'] as const;
type ConversionTarget = (typeof conversionTargets)[number];

export interface ConvertOptions {
  readonly to: ConversionTarget;
  /** A file, or for several rules in TOML a folder; standard output without it. */
  readonly out: string | undefined;
  readonly force: boolean | undefined;
  readonly keepMetadata: boolean | undefined;
}
