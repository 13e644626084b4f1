/** What a run keeps is bounded. Where a bound would change the alerts the run ends and says so; lists of a result are cut and counted. */
export const detectLimits = {
  /** Matching events that are kept, history included. */
  keptEvents: 500_000,
  /** Characters of their text. */
  keptBytes: 512 * 1024 * 1024,
  /** Combinations of values of one event. */
  combinations: 10_000,
  /** Executions of a replay. */
  replayed: 1_000_000,
  /** Listed alerts, executions and findings. */
  alerts: 10_000,
  executions: 10_000,
  findings: 1_000,
  /** Events named in one alert. */
  eventsOfAlert: 100,
  /** Indicators in one alert, as in Kibana. */
  enrichments: 200,
} as const;

/** The highest `max_signals` that takes effect: the limit of Kibana's alerting, which rules share. */
export const mostSignals = 1000;

export const defaultMaxSignals = 100;

/** What a threshold rule without a field counts to: Kibana takes the number of hits, and a search counts no further unless it is told to. */
export const mostHits = 10_000;
